import type { LoadedFlow } from '../../activities/ivr/ivr.activities.ts';
import type {
  CallEffect,
  Instruction,
  Language,
  PathEntry,
  Scalar,
} from '../../contracts/call-instructions.ts';
import { SYSTEM_PROMPTS } from '../../contracts/call-instructions.ts';
import type { FlowCursor } from '../../domain/ivr/cursor.types.ts';
import type { FlowGraph } from '../../domain/ivr/graph.types.ts';
import { appendPath, startCursor, step } from '../../domain/ivr/step.ts';
import { unpackGraph } from '../../domain/ivr/unpack-graph.ts';
import type { NextInstructionInput } from './conduct-call.messages.ts';

/** One answered turn, before its effects are carried out. */
export interface TraversalTurn {
  instructions: Instruction[];
  effects: CallEffect[];
  isLast: boolean;
}

/** What a finished traversal leaves for the call's record. */
export interface TraversalClosing {
  disposition: string | null;
  path: PathEntry[];
  variables: Record<string, Scalar>;
}

/** One caller's way through one pinned flow; every decision is `step`'s. */
export class CallTraversal {
  private readonly graph: FlowGraph;
  private cursor: FlowCursor;
  private path: PathEntry[] = [];
  private lastNowMs = 0;

  constructor(flow: LoadedFlow) {
    this.graph = unpackGraph(flow.graph);
    const { language, variables, splitKey } = flow;
    this.cursor = startCursor(this.graph, { language, variables, splitKey });
  }

  get node(): string | null {
    return this.cursor.nodeId;
  }

  get language(): Language {
    return this.cursor.language;
  }

  step({ input, nowMs, openCalendars }: NextInstructionInput): TraversalTurn {
    const result = step(this.graph, this.cursor, input, {
      nowMs,
      ...(openCalendars && { openCalendars }),
    });
    this.cursor = result.cursor;
    this.path = appendPath(this.path, result.path);
    this.lastNowMs = nowMs;
    return { instructions: result.instructions, effects: result.effects, isLast: result.done };
  }

  /** For a run that was rebuilt in mid-call and does not know how far the caller had come. */
  apologise(): TraversalTurn {
    const prompt = { key: SYSTEM_PROMPTS.apology, variables: {} };
    const say: Instruction = { type: 'say', prompt, language: this.language };
    return { instructions: [say, { type: 'hangup' }], effects: [], isLast: true };
  }

  /** Path and disposition at the end; a caller who hung up while the flow waited is `hung_up`. */
  closing(): TraversalClosing {
    if (this.cursor.status === 'ready') return { disposition: null, path: [], variables: {} };
    const { result, disposition } = this.hangUp();
    const declared = Object.keys(this.graph.variables);
    const variables = Object.fromEntries(declared.map((name) => [name, result.variables[name] ?? '']));
    return { disposition, path: this.path, variables };
  }

  private hangUp(): { result: FlowCursor; disposition: string | null } {
    if (this.cursor.status === 'ended') {
      const hasHungUp = this.path.at(-1)?.input === 'hangup';
      return { result: this.cursor, disposition: hasHungUp ? 'hung_up' : this.cursor.disposition };
    }
    const hungUp = step(this.graph, this.cursor, { type: 'hangup' }, { nowMs: this.lastNowMs });
    this.path = appendPath(this.path, hungUp.path);
    return { result: hungUp.cursor, disposition: hungUp.cursor.disposition ?? 'hung_up' };
  }
}
