import type { z } from 'zod';
import type { callSchema } from '../../../../contracts/call.schema.ts';
import { renderFields } from '../../view/columns.ts';
import { countTable, money, share } from '../../view/figures.ts';

/** What calls have come to. Of those without an outcome the status is counted. */
export interface CallSum {
  calls: number;
  inbound: number;
  answered: number;
  /** Of the calls that were answered, together. */
  seconds: number;
  costMicros: number;
  outcomes: Record<string, number>;
  dispositions: Record<string, number>;
}

/** Adds calls up, one after the other. */
export class CallTally {
  calls = 0;
  private inbound = 0;
  private answered = 0;
  private seconds = 0;
  private costMicros = 0;
  private readonly outcomes = new Map<string, number>();
  private readonly dispositions = new Map<string, number>();

  add(call: z.output<typeof callSchema>): void {
    this.calls += 1;
    if (call.direction === 'inbound') this.inbound += 1;
    if (call.answeredAt !== null) this.answered += 1;
    this.seconds += call.durationSeconds ?? 0;
    this.costMicros += call.costMicros ?? 0;
    count(this.outcomes, call.outcome ?? call.status);
    if (call.disposition !== null) count(this.dispositions, call.disposition);
  }

  sum(): CallSum {
    const { calls, inbound, answered, seconds, costMicros } = this;
    const outcomes = Object.fromEntries(this.outcomes);
    return {
      calls,
      inbound,
      answered,
      seconds,
      costMicros,
      outcomes,
      dispositions: Object.fromEntries(this.dispositions),
    };
  }
}

/** The sums for people. */
export function renderTally({ outcomes, dispositions, ...sum }: CallSum): string {
  const summary = renderFields({
    calls: sum.calls,
    inbound: sum.inbound,
    answered: share(sum.answered, sum.calls),
    minutes: (sum.seconds / 60).toFixed(1),
    cost: money(sum.costMicros),
  });
  return [
    summary,
    ...countTable({ of: 'outcome', in: 'calls' }, outcomes, sum.calls),
    ...countTable({ of: 'disposition', in: 'calls' }, dispositions, sum.calls),
  ].join('\n\n');
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
