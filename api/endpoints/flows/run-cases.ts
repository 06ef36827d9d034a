import { setImmediate } from 'node:timers/promises';
import type { IvrCase } from '../../../contracts/ivr-suite.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { caseFaults } from '../../../domain/ivr/case-faults.ts';
import type { PublishedFlow } from '../../../domain/ivr/graph.types.ts';
import { runCase, type SuiteCase, type SuiteResult, suiteResult } from '../../../domain/ivr/test-suite.ts';

const MAX_FAULTS = 200;

/** Throws `request.not_valid` for calls that bring what the flow does not declare; each lies at a pointer. */
export function refuseStrayCases(
  { graph }: PublishedFlow,
  cases: readonly IvrCase[],
  pointerOf: (index: number) => string,
): void {
  const errors = cases.flatMap((one, index) => caseFaults(graph, one, pointerOf(index)));
  if (errors.length > 0)
    throw new AppError({ code: 'request.not_valid', errors: errors.slice(0, MAX_FAULTS) });
}

/** Runs scripted calls one after another and lets other requests in between: a long suite holds nobody up. */
export async function runCases(flow: PublishedFlow, cases: readonly IvrCase[]): Promise<SuiteResult> {
  const done: SuiteCase[] = [];
  for (const one of cases) {
    done.push(runCase(flow, one));
    await setImmediate();
  }
  return suiteResult(flow.graph, done);
}
