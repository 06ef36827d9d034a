import type { StepInput } from '../../../contracts/call-instructions.ts';
import { ivrCaseSchema } from '../../../contracts/ivr-suite.schema.ts';
import { PLATFORM_CAPABILITIES } from '../../../domain/ivr/capabilities.ts';
import { compileFlow } from '../../../domain/ivr/compile.ts';
import type { PublishedFlow } from '../../../domain/ivr/graph.types.ts';
import { largeFlow } from '../../../domain/ivr/large-flow.fixture.ts';
import { startCursor, step } from '../../../domain/ivr/step.ts';
import { runTest } from '../../../domain/ivr/test-run.ts';
import type { Bench } from '../bench.types.ts';
import { compareWork } from '../kit/compare-work.ts';

const STEPS = 50;
const SILENCE = { silence: true };
const KEY = { keys: '1' };

/** A script of 50 steps (silence, then a key, and again) with transcript, variables and path, against the bare interpreter on the same steps. */
export const flowTestRunBench: Bench = {
  name: 'flow-test-run',
  run(context) {
    const flow = published();
    const inputs = Array.from({ length: STEPS }, (_, at) => (at % 2 === 0 ? SILENCE : KEY));
    const script = ivrCaseSchema.parse({ name: 'bench', inputs });
    return compareWork(
      {
        name: 'flow-test-run',
        goal: 'ours < 5 ms',
        note: `${STEPS} steps, ${runTest(flow, script).path.length} nodes and inputs on the path`,
        times: 100,
        work: { ours: () => void runTest(flow, script), floor: () => walk(flow) },
        settings: { steps: STEPS, floor: 'the interpreter without transcript and prompts' },
      },
      context,
    );
  },
};

function published(): PublishedFlow {
  const compiled = compileFlow(largeFlow(), { capabilities: PLATFORM_CAPABILITIES });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  return compiled.flow;
}

function walk({ graph }: PublishedFlow): void {
  let { cursor } = step(graph, startCursor(graph), { type: 'start' }, { nowMs: 0 });
  for (let at = 0; at < STEPS; at += 1) {
    const input: StepInput = at % 2 === 0 ? { type: 'no_input' } : { type: 'digits', value: '1' };
    ({ cursor } = step(graph, cursor, input, { nowMs: at }));
  }
}
