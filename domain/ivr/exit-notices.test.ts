import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IvrFlowDraft } from '../../contracts/ivr-flow.schema.ts';
import { FLOW_CAPABILITIES } from './capabilities.ts';
import { compileFlow } from './compile.ts';
import { draftOf, en, faultsOf } from './flow-draft.fixture.ts';
import type { FlowGraph } from './graph.types.ts';
import { startCursor, step } from './step.ts';

type Nodes = IvrFlowDraft['nodes'];
type Node = Nodes[string];

const end = (config: object = {}): Node => ({ type: 'end_call', config });
const notice = (kind: 'recording' | 'ai', next: string): Node => ({
  type: 'disclosure',
  config: { kind, prompt: en('A notice.') },
  outlets: { next },
});
const box: Node = {
  type: 'voicemail',
  config: { prompt: en('Speak.') },
  outlets: { recorded: 'z', empty: 'z' },
};
const fork = (one: string, other: string): Node => ({
  type: 'menu',
  config: { prompt: en('?'), options: [{ key: '1', outlet: 'one' }], maxRetries: 0 },
  outlets: { one, too_many: other },
});

/** A flow whose box is behind the exits of another one. */
function behind(exits: string[], flowId = 'inner'): IvrFlowDraft {
  const outlets = Object.fromEntries(exits.map((exit) => [exit, 'box']));
  return draftOf({ other: { type: 'subflow', config: { flowId }, outlets }, box, z: end() }, { id: 'outer' });
}

const capabilities = FLOW_CAPABILITIES;
const faults = (inner: IvrFlowDraft, exits = ['done']) =>
  faultsOf(behind(exits), { capabilities, subflows: { inner } });

const MISSING = ['ivr_flow.missing_notice /nodes/box'];

describe('a notice inside another flow', () => {
  const done = end({ exit: 'done' });

  it('counts where every way to the exit gives it', () => {
    expect(faults(draftOf({ tell: notice('recording', 'done'), done }))).toEqual([]);
    const twice = { ask: fork('a', 'b'), a: notice('recording', 'done'), b: notice('recording', 'done') };
    expect(faults(draftOf({ ...twice, done }))).toEqual([]);
  });

  it('does not count where a way does not give it, or gives the other one', () => {
    expect(faults(draftOf({ ask: fork('a', 'done'), a: notice('recording', 'done'), done }))).toEqual(
      MISSING,
    );
    expect(faults(draftOf({ tell: notice('ai', 'done'), done }))).toEqual(MISSING);
    const twoEnds = { ask: fork('a', 'other'), a: notice('recording', 'done'), done };
    expect(faults(draftOf({ ...twoEnds, other: end({ exit: 'done' }) }))).toEqual(MISSING);
  });

  it('counts by exit', () => {
    const inner = draftOf({
      ask: fork('tell', 'not'),
      tell: notice('recording', 'done'),
      done,
      not: end({ exit: 'not' }),
    });
    expect(faults(inner, ['done', 'not'])).toEqual(MISSING);
    const told = behind(['done', 'not']);
    const outlets = { done: 'box', not: 'z' };
    const nodes = { ...told.nodes, other: { ...told.nodes.other, outlets } } as Nodes;
    expect(faultsOf({ ...told, nodes }, { capabilities, subflows: { inner } })).toEqual([]);
  });

  it('counts from flows inside that one', () => {
    const inmost = draftOf({ tell: notice('recording', 'done'), done });
    const inner = draftOf({
      sub: { type: 'subflow', config: { flowId: 'inmost' }, outlets: { done: 'done' } },
      done,
    });
    expect(faultsOf(behind(['done']), { capabilities, subflows: { inner, inmost } })).toEqual([]);
  });
});

/** Kinds of nodes by their place; targets are later places, of which the last two are the exits. */
const innerNodes = fc
  .array(
    fc.record({
      kind: fc.constantFrom('fork' as const, 'recording' as const, 'ai' as const),
      ways: fc.tuple(fc.nat(), fc.nat()),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((drawn) => {
    const later = (at: number, way: number) => `n${at + 1 + (way % (drawn.length + 1 - at))}`;
    const all = drawn.map(({ kind, ways: [one, other] }, at): [string, Node] => [
      `n${at}`,
      kind === 'fork' ? fork(later(at, one), later(at, other)) : notice(kind, later(at, one)),
    ]);
    const exits = [drawn.length, drawn.length + 1].map((at): [string, Node] => [
      `n${at}`,
      end({ exit: `e${at - drawn.length}` }),
    ]);
    return reachable(Object.fromEntries([...all, ...exits]));
  });

function reachable(nodes: Nodes): Nodes {
  const kept: Nodes = {};
  const open = ['n0'];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodes[id];
    if (!node || kept[id]) continue;
    kept[id] = node;
    open.push(...Object.values(node.outlets ?? {}));
  }
  return kept;
}

const exitOf = (node: Node) => (node.type === 'end_call' ? node.config.exit : undefined);

describe('a flow with another one inside', () => {
  it('is accepted when the same nodes in one flow are, and never records who has not been told', () => {
    const seen = { accepted: 0, refused: 0 };
    const targets = fc.tuple(fc.constantFrom('box', 'tell', 'z'), fc.constantFrom('box', 'tell', 'z'));
    const agree = fc.property(innerNodes, targets, (nodes, [first, second]) => {
      const ways: Record<string, string> = { e0: first, e1: second };
      const exits = Object.values(nodes).flatMap((node) => exitOf(node) ?? []);
      const rest = reachableRest(exits.map((exit) => ways[exit] ?? 'z'));
      const outlets = Object.fromEntries(exits.map((exit) => [exit, ways[exit] ?? 'z']));
      const nested = draftOf({ n: { type: 'subflow', config: { flowId: 'inner' }, outlets }, ...rest });
      const flat = draftOf({ ...flattened(nodes, ways), ...rest });
      const inner = draftOf(nodes, { id: 'inner' });
      const options = { capabilities, subflows: { inner } };
      const faultsThere = faultsOf({ ...nested, id: 'outer' }, options);
      expect(faultsThere).toEqual(faultsOf(flat, { capabilities }));
      seen[faultsThere.length === 0 ? 'accepted' : 'refused'] += 1;
      const compiled = compileFlow({ ...nested, id: 'outer' }, options);
      return !compiled.ok || neverUntold(compiled.flow.graph);
    });
    fc.assert(agree, { numRuns: 400, seed: 4_410 });
    expect(seen.accepted).toBeGreaterThan(50);
    expect(seen.refused).toBeGreaterThan(50);
  }, 60_000);
});

function reachableRest(starts: string[]): Nodes {
  const all: Nodes = { tell: notice('recording', 'box'), box, z: end() };
  const wanted = new Set(
    starts.flatMap((id) => ({ tell: ['tell', 'box', 'z'], box: ['box', 'z'] })[id] ?? [id]),
  );
  return Object.fromEntries(Object.entries(all).filter(([id]) => wanted.has(id)));
}

/** The inner nodes in the outer flow itself: exits become messages that lead on. */
function flattened(nodes: Nodes, ways: Record<string, string>): Nodes {
  return Object.fromEntries(
    Object.entries(nodes).map(([id, node]): [string, Node] => {
      const exit = exitOf(node);
      if (exit === undefined) return [id, node];
      return [
        id,
        { type: 'play_message', config: { prompt: en('On.') }, outlets: { next: ways[exit] ?? 'z' } },
      ];
    }),
  );
}

/** Every way through a flow of menus, walked by the interpreter: a record comes after its notice only. */
function neverUntold(graph: FlowGraph): boolean {
  type Walk = { turn: ReturnType<typeof step>; told: boolean };
  const facts = { nowMs: 0 };
  const heard = (turn: Walk['turn'], told: boolean): Walk => ({
    turn,
    told:
      told || turn.effects.some((effect) => effect.type === 'notice_given' && effect.kind === 'recording'),
  });
  const open = [heard(step(graph, startCursor(graph), { type: 'start' }, facts), false)];
  for (let walk = open.pop(); walk; walk = open.pop()) {
    const { turn, told } = walk;
    if (turn.instructions.some(({ type }) => type === 'record')) {
      if (!told) return false;
      continue;
    }
    if (turn.done) continue;
    for (const value of ['1', '9'])
      open.push(heard(step(graph, turn.cursor, { type: 'digits', value }, facts), told));
  }
  return true;
}
