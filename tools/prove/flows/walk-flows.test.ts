import { describe, expect, it } from '@jest/globals';
import { compileFlow } from '../../../domain/ivr/compile.ts';
import { step } from '../../../domain/ivr/step.ts';
import { walkFlows } from './walk-flows.ts';

describe('random valid flows', () => {
  it('compile, never throw, never loop, always wait or end, and render to TwiML with the same verbs', () => {
    const { flows, turns, ended, failure } = walkFlows({ runs: 5_000, seed: 4_401 });
    expect(failure).toBeNull();
    expect({ flows, ended }).toEqual({ flows: 5_000, ended: 5_000 });
    expect(turns).toBeGreaterThan(15_000);
  }, 300_000);

  it.each<[string, typeof step]>([
    [
      'a turn that neither waits nor ends',
      (...args) => ({ ...step(...args), instructions: [{ type: 'pause', durationMs: 1 }] }),
    ],
    [
      'a call that never ends',
      (graph, _cursor, _input, facts) =>
        step(graph, { ...startOf(graph), status: 'ready' }, { type: 'start' }, facts),
    ],
    [
      'an edge that is not there',
      (...args) => {
        const turn = step(...args);
        return { ...turn, path: turn.path.map((entry) => ({ ...entry, outlet: 'nowhere' })) };
      },
    ],
  ])('would show %s', (_what, broken) => {
    const walks = walkFlows({ runs: 50, seed: 1 }, { compileFlow, step: broken });
    expect(walks.failure).toEqual(expect.stringMatching(/neither waits|for ever|not there|disagrees/));
  });
});

function startOf(graph: Parameters<typeof step>[0]): Parameters<typeof step>[1] {
  return {
    status: 'ready',
    nodeId: null,
    language: graph.defaultLanguage,
    variables: graph.variables,
    visits: {},
    tries: {},
    steps: 0,
    memo: {},
    waitingSinceMs: 0,
    splitKey: '',
    disposition: null,
  };
}
