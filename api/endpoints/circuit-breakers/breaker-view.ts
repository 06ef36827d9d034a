import type { z } from 'zod';
import { BREAKER_NAMES, type breakerSchema } from '../../../contracts/breaker.schema.ts';
import { type BreakerRow, listBreakers } from '../../../db/breakers/breaker-board.ts';
import type { ApiDeps } from '../../deps.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

type Breaker = z.input<typeof breakerSchema>;

const WORST_FIRST = ['open', 'half_open', 'closed'] as const;

/** The breakers of the installation by name, as their processes last told; with `only` that one alone. */
export async function readBreakers({ pool }: Pick<ApiDeps, 'pool'>, only?: string): Promise<Breaker[]> {
  const rows = await listBreakers(pool, only ?? null);
  const byName = Map.groupBy(rows, ({ name }) => name);
  for (const name of BREAKER_NAMES) {
    if (!byName.has(name) && (only ?? name) === name) byName.set(name, []);
  }
  return [...byName]
    .map(([name, ofName]) => toBreaker(name, ofName))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function toBreaker(name: string, rows: readonly BreakerRow[]): Breaker {
  const processes = rows.flatMap(toProcess);
  const [order] = rows;
  const states = processes.map(({ state }) => state);
  return {
    name,
    state: order?.forced ?? WORST_FIRST.find((state) => states.includes(state)) ?? 'closed',
    forced: order?.forced ?? null,
    reason: order?.reason ?? null,
    updatedBy: order?.updated_by ?? null,
    updatedAt: toInstantOrNull(order?.updated_at ?? null),
    processes,
  };
}

function toProcess(row: BreakerRow): Breaker['processes'] {
  const { process_id: id, process_name: name, state, failures, successes } = row;
  if (id === null || name === null || state === null || !row.changed_at || !row.reported_at) return [];
  const [changedAt, reportedAt] = [toInstant(row.changed_at), toInstant(row.reported_at)];
  return [{ id, name, state, failures: failures ?? 0, successes: successes ?? 0, changedAt, reportedAt }];
}
