import { setImmediate } from 'node:timers/promises';
import type { IvrCase } from '../../../contracts/ivr-suite.schema.ts';
import type { PublishedFlow } from '../../../domain/ivr/graph.types.ts';
import { runCase, type SuiteCase, type SuiteResult, suiteResult } from '../../../domain/ivr/test-suite.ts';

/** Runs scripted calls one after another and lets other requests in between: a long suite holds nobody up. */
export async function runCases(flow: PublishedFlow, cases: readonly IvrCase[]): Promise<SuiteResult> {
  const done: SuiteCase[] = [];
  for (const one of cases) {
    done.push(runCase(flow, one));
    await setImmediate();
  }
  return suiteResult(flow.graph, done);
}
