import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { providerKeyUsageSchema, usageQuerySchema } from '../../../contracts/provider-key.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readUsage, type UsageDay } from './usage-days.ts';

const DAY_MS = 86_400_000;
const DAYS_SHOWN = 30;
const MOST_DAYS = 400;

/** What a key was used for, by day. A carrier's key counts the calls of its account: their number, seconds and cost. */
export const getProviderKeyUsage = defineEndpoint({
  id: 'getProviderKeyUsage',
  method: 'get',
  path: '/api/v1/provider-keys/{id}/usage',
  tag: 'provider-keys',
  summary: 'Tokens, minutes and cost used through the key',
  auth: 'user',
  params: idParamsSchema,
  query: usageQuerySchema,
  responses: { 200: { description: 'The sum and its days.', schema: providerKeyUsageSchema } },
  errors: ['provider_key.not_found'],
  handle: async ({ deps, inOrg, params, query }) => {
    const to = query.to ?? dayOf(deps.clock.wallMs());
    const from = query.from ?? dayOf(Date.parse(to) - (DAYS_SHOWN - 1) * DAY_MS);
    const span = Date.parse(to) - Date.parse(from);
    if (span < 0 || span > MOST_DAYS * DAY_MS) {
      const message = `From the first day to the last, at most ${MOST_DAYS} days.`;
      throw new AppError({
        code: 'request.not_valid',
        errors: [{ pointer: '/query/from', code: 'range', message }],
      });
    }
    const days = await inOrg((tx) => readUsage(tx, params.id, from, to));
    return { status: 200, body: { from, to, total: sumOf(days), days } };
  },
});

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function sumOf(days: readonly UsageDay[]) {
  const total = { requests: 0, failures: 0, tokens: 0, seconds: 0, costMicros: 0 };
  for (const day of days) {
    total.requests += day.requests;
    total.failures += day.failures;
    total.tokens += day.tokens;
    total.seconds += day.seconds;
    total.costMicros += day.costMicros;
  }
  return total;
}
