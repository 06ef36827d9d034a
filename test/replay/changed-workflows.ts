import { sleep } from '@temporalio/workflow';
import type {
  ConductCallInput,
  ConductCallResult,
} from '../../workflows/conduct-call/conduct-call.messages.ts';
import { conductCall as conductCallNow } from '../../workflows/conduct-call/conduct-call.workflow.ts';

/** The call with a timer that no recorded history has: the careless change that a replay must find. */
export async function conductCall(input: ConductCallInput): Promise<ConductCallResult> {
  const result = conductCallNow(input);
  await sleep(1);
  return result;
}
