import { describe, expect, it } from '@jest/globals';
import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { ApiDeps } from '../deps.ts';
import { askCall, HEDGE_AFTER_MS } from './ask-call.ts';

const RESULT = { instructions: [], turn: 'next', language: 'en', flowVersionId: 'v', isLast: false };
const run = { orgId: 'o', workflowId: 'call:in:CA1', flowVersionId: null, start: null };
const turn = { callSid: 'CA1', turn: 't1', input: { type: 'digits', value: '1' } } as const;

/** An engine that answers as it is told, one after another; the last for ever. Counts what it is asked. */
function engine(answers: readonly (() => Promise<unknown>)[]) {
  const asked: string[] = [];
  const executeUpdate = (_update: unknown, { updateId }: { updateId: string }) => {
    asked.push(updateId);
    return (answers[asked.length - 1] ?? answers.at(-1))?.();
  };
  const deps = {
    background: { track: (work: unknown) => work },
    clock: { ruleMs: () => 0 },
    logger: { error: () => {} },
    temporal: {
      connection: { withDeadline: (_deadline: number, work: () => unknown) => work() },
      workflow: { getHandle: () => ({ executeUpdate }) },
    },
  } as unknown as ApiDeps;
  return { asked, ask: () => askCall(deps, run, turn) };
}

const refuses = () => Promise.reject(new ServiceError('Workflow Task in failed state'));
const answers = () => Promise.resolve(RESULT);

describe('askCall', () => {
  it('asks again, by the same Update, while the engine refuses a run that changes its worker', async () => {
    const { asked, ask } = engine([refuses, refuses, answers]);
    expect(await ask()).toEqual({ kind: 'answered', result: RESULT });
    expect(asked).toEqual(['CA1:t1', 'CA1:t1', 'CA1:t1']);
  });

  it('has the caller hold on after the hedge and not before, however fast it is refused', async () => {
    const { asked, ask } = engine([refuses]);
    const startedMs = performance.now();
    expect(await ask()).toEqual({ kind: 'late' });
    expect(performance.now() - startedMs).toBeGreaterThan(HEDGE_AFTER_MS / 2);
    expect(asked.length).toBeLessThan(10);
  });

  it('asks a run that is over once', async () => {
    const { asked, ask } = engine([
      () => Promise.reject(new WorkflowNotFoundError('gone', 'call:in:CA1', undefined)),
    ]);
    expect(await ask()).toEqual({ kind: 'closed' });
    expect(asked).toHaveLength(1);
  });
});
