import { suitesOf } from '../../../db/flows/flow-suites.ts';
import { AppError, type FieldFault } from '../../../domain/errors.ts';
import { caseFaults } from '../../../domain/ivr/case-faults.ts';
import { jsonPointer } from '../../../domain/ivr/flow-fault.ts';
import type { PublishedFlow } from '../../../domain/ivr/graph.types.ts';
import type { Tx } from '../../deps.ts';
import { runCases } from './run-cases.ts';

const MAX_FAULTS = 200;

/** Throws `flow.suites_failed` unless the flow has suites and all of them pass on what is to be published. */
export async function requireSuites(tx: Tx, flowId: string, flow: PublishedFlow): Promise<void> {
  const suites = await suitesOf(tx, flowId);
  const errors: FieldFault[] = [];
  for (const { suite_id: suiteId, document } of suites) {
    const pointerOf = (index: number) => jsonPointer(['suites', suiteId, 'cases', index]);
    errors.push(...document.cases.flatMap((one, index) => caseFaults(flow.graph, one, pointerOf(index))));
    const { cases } = await runCases(flow, document.cases);
    for (const [index, { name, misses }] of cases.entries()) {
      const pointer = pointerOf(index);
      errors.push(...misses.map((miss) => ({ pointer, code: 'case_failed', message: `${name}: ${miss}` })));
    }
  }
  if (suites.length === 0)
    errors.push({ pointer: '/suites', code: 'no_suite', message: 'No suite is saved with the flow.' });
  if (errors.length > 0)
    throw new AppError({ code: 'flow.suites_failed', errors: errors.slice(0, MAX_FAULTS) });
}
