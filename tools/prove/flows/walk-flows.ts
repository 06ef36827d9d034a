import fc from 'fast-check';
import type { StepInput } from '../../../contracts/call-instructions.ts';
import type { IvrFlowDraft } from '../../../contracts/ivr-flow.schema.ts';
import { FLOW_CAPABILITIES } from '../../../domain/ivr/capabilities.ts';
import { compileFlow, MAX_GRAPH_BYTES } from '../../../domain/ivr/compile.ts';
import { flowArbitrary, inputArbitrary, valueArbitrary } from '../../../domain/ivr/flow-arbitrary.fixture.ts';
import type { FlowGraph, PublishedFlow } from '../../../domain/ivr/graph.types.ts';
import { packGraph } from '../../../domain/ivr/pack-graph.ts';
import type { StoredGraph } from '../../../domain/ivr/packed-graph.types.ts';
import { unpackGraph } from '../../../domain/ivr/unpack-graph.ts';
import { startCursor, step } from '../../../domain/ivr/step.ts';
import { turnFault } from './turn-fault.ts';

/** What random calls on random flows have shown; `failure` tells the smallest flow and inputs that went wrong. */
export interface FlowWalks {
  readonly flows: number;
  readonly turns: number;
  readonly ended: number;
  readonly failure: string | null;
}

/** Silence after the script: every flow ends by it, since no retry is without end. */
const SILENT_TURNS = 500;

/** The parts of the product under test, so that a test can put a broken one in their place. */
export interface FlowEngine {
  readonly compileFlow: typeof compileFlow;
  readonly step: typeof step;
}

const variablesArbitrary = fc.dictionary(
  fc.constantFrom('contact.firstName', 'contact.attributes.at', 'word'),
  valueArbitrary,
);

function compiled(engine: FlowEngine, draft: IvrFlowDraft): PublishedFlow {
  const result = engine.compileFlow(draft, { capabilities: FLOW_CAPABILITIES });
  if (!result.ok) throw new Error(`a valid flow is refused: ${JSON.stringify(result.faults)}`);
  const kept = JSON.stringify(packGraph(result.flow.graph));
  const bytes = Buffer.byteLength(kept);
  if (bytes > MAX_GRAPH_BYTES) throw new Error(`the compiled graph has ${bytes} bytes`);
  // As a call gets it.
  return { ...result.flow, graph: unpackGraph(JSON.parse(kept) as StoredGraph) };
}

/** Edges that the graph does not have cannot have been walked. */
function strayEdge(graph: FlowGraph, node: string, outlet: string | null): boolean {
  if (outlet === null) return false;
  return graph.nodes[node]?.outlets[outlet] === undefined;
}

/**
 * Compiles `runs` random valid flows and calls each with random input, then silence: nothing throws, every turn waits
 * or ends and says what it means in TwiML, every call comes to its end. The same seed walks the same flows.
 */
export function walkFlows(
  options: { runs: number; seed: number },
  engine: FlowEngine = { compileFlow, step },
): FlowWalks {
  let turns = 0;
  let ended = 0;
  const calls = fc.property(
    flowArbitrary,
    fc.array(inputArbitrary, { maxLength: 12 }),
    variablesArbitrary,
    (draft, inputs, variables) => {
      const flow = compiled(engine, draft);
      let cursor = startCursor(flow.graph, { variables });
      const silence = Array.from({ length: SILENT_TURNS }, (): StepInput => ({ type: 'no_input' }));
      for (const input of [{ type: 'start' } as const, ...inputs, ...silence]) {
        const turn = engine.step(flow.graph, cursor, input, { nowMs: turns });
        const fault = turnFault(turn, flow);
        if (fault !== null) throw new Error(fault);
        const stray = turn.path.find(({ node, outlet }) => strayEdge(flow.graph, node, outlet));
        if (stray) throw new Error(`walked an edge that is not there: ${JSON.stringify(stray)}`);
        turns += 1;
        cursor = turn.cursor;
        if (turn.done) break;
      }
      if (cursor.status !== 'ended') throw new Error('a call goes on for ever');
      ended += 1;
    },
  );
  const report = fc.check(calls, { numRuns: options.runs, seed: options.seed });
  const why =
    report.errorInstance instanceof Error ? report.errorInstance.message : String(report.errorInstance);
  const failure = report.failed ? `${why}\nwith ${JSON.stringify(report.counterexample)}` : null;
  return { flows: report.numRuns, turns, ended, failure };
}
