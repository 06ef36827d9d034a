import { randomBytes } from 'node:crypto';
import { saveSpans, type StoredSpan } from '../../../db/traces/span-store.ts';
import type { ApiWorld } from '../harness/api-world.ts';

/** Ids as a tracer makes them. */
export const traceId = () => randomBytes(16).toString('hex');
const spanId = () => randomBytes(8).toString('hex');

/** Keeps the spans of one trace; the first is the root, and each of the others is a child of the one before it. */
export async function addTrace(
  { pool }: ApiWorld,
  spans: readonly Partial<StoredSpan>[],
  id = traceId(),
): Promise<string> {
  const startedAtUs = Date.now() * 1_000;
  const whole: StoredSpan[] = [];
  for (const [nth, span] of spans.entries()) {
    whole.push({
      traceId: id,
      spanId: spanId(),
      parentId: whole.at(-1)?.spanId ?? null,
      name: `span ${nth}`,
      kind: nth === 0 ? 'server' : 'internal',
      process: 'api',
      startedAtUs: startedAtUs + nth * 1_000,
      durationUs: 5_000,
      status: 'ok',
      attributes: {},
      orgId: null,
      ...span,
    });
  }
  await saveSpans(pool, whole);
  return id;
}
