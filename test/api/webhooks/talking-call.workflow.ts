import { condition, defineUpdate, setHandler, uuid4 } from '@temporalio/workflow';
import type { Instruction } from '../../../contracts/call-instructions.ts';
import { MESSAGES } from '../../../contracts/names.ts';
import type {
  NextInstructionInput,
  NextInstructionResult,
} from '../../../workflows/conduct-call/conduct-call.messages.ts';

const nextInstruction = defineUpdate<NextInstructionResult, [NextInstructionInput]>(MESSAGES.nextInstruction);

/** A call that apologises and asks for a key in every turn, for tests of the webhook alone; never ends by itself. */
export async function talkingCall({ flowVersionId }: { flowVersionId: string }): Promise<void> {
  setHandler(nextInstruction, (_input: NextInstructionInput): NextInstructionResult => {
    const gather: Instruction = {
      type: 'gather',
      input: 'dtmf',
      prompts: [{ type: 'say', language: 'en', prompt: { key: 'system.apology', variables: {} } }],
      numDigits: 1,
      finishKey: null,
      timeoutMs: 5_000,
      language: 'en',
      hints: [],
      maxSpeechMs: 5_000,
    };
    return { instructions: [gather], turn: uuid4(), language: 'en', flowVersionId, isLast: false };
  });
  await condition(() => false);
}
