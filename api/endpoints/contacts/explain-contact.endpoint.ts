import { idParamsSchema, pageQuerySchema } from '../../../contracts/common.schema.ts';
import { contactWhySchema, decisionSchema } from '../../../contracts/compliance.schema.ts';
import { fieldsOf, sparseArraySchema } from '../../../contracts/list.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import type { Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { numberCursorKey, readCursor, toPage } from '../../http/cursor.ts';
import { pickFields } from '../../http/pick-fields.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';
import { type DecisionRow, toDecision } from './decision-row.ts';

interface StandingRow {
  campaign_id: string;
  campaign_name: string;
  campaign_state: string;
  state: string;
  outcome: string | null;
  reason: string | null;
  next_at: Date | number | null;
  attempts_made: number;
  attempt_id: string | null;
  attempt_state: string | null;
}

const documented = contactWhySchema.extend({ decisions: sparseArraySchema(decisionSchema) });

/** Why a contact was, or was not, called: the decision ledger read aloud, with where the contact stands now. */
export const explainContact = defineEndpoint({
  id: 'explainContact',
  method: 'get',
  path: '/api/v1/contacts/{id}/why',
  tag: 'contacts',
  summary: 'Why this contact was, or was not, called: every gate in order',
  auth: 'user',
  params: idParamsSchema,
  query: pageQuerySchema.extend(fieldsOf(decisionSchema)),
  responses: {
    200: { description: 'Standing and decisions, newest first.', schema: contactWhySchema, documented },
  },
  errors: ['contact.not_found'],
  handle: async ({ inOrg, params, query }) => {
    const before = readCursor(query.cursor, numberCursorKey);
    const body = await inOrg(async (tx) => {
      const phoneHash = await phoneHashOf(tx, params.id);
      const decisions = await tx.query<DecisionRow>(
        `SELECT * FROM dial_decision WHERE contact_id = $1 AND ($2::bigint IS NULL OR seq < $2)
         ORDER BY seq DESC LIMIT $3`,
        [params.id, before, query.limit + 1],
      );
      const page = toPage(decisions.rows, query.limit, (row) => row.seq, toDecision);
      return {
        contactId: params.id,
        suppressed: await suppressions(tx, phoneHash),
        campaigns: await standings(tx, params.id),
        decisions: page.data,
        nextCursor: page.nextCursor,
      };
    });
    return { status: 200, body };
  },
  present: pickFields('decisions'),
});

async function phoneHashOf(tx: Tx, contactId: string): Promise<Buffer> {
  const found = await tx.query<{ phone_hash: Buffer }>('SELECT phone_hash FROM contact WHERE id = $1', [
    contactId,
  ]);
  const row = found.rows[0];
  if (!row) throw new AppError({ code: 'contact.not_found' });
  return row.phone_hash;
}

async function suppressions(tx: Tx, phoneHash: Buffer) {
  const { rows } = await tx.query<{ scope: string; source: string; at: Date }>(
    'SELECT scope, source, at FROM suppression WHERE phone_hash = $1 ORDER BY at',
    [phoneHash],
  );
  return rows.map(({ scope, source, at }) => ({ scope, source, at: toInstant(at) }));
}

async function standings(tx: Tx, contactId: string) {
  const { rows } = await tx.query<StandingRow>(
    `SELECT cc.campaign_id, c.name AS campaign_name, c.state AS campaign_state, cc.state, cc.outcome, cc.reason,
            cc.next_at, cc.attempts_made, cc.attempt_id, a.state AS attempt_state
     FROM campaign_contact cc
     JOIN campaign c ON c.org_id = cc.org_id AND c.id = cc.campaign_id
     LEFT JOIN call_attempt a ON a.org_id = cc.org_id AND a.id = cc.attempt_id
     WHERE cc.contact_id = $1 ORDER BY cc.campaign_id DESC LIMIT 200`,
    [contactId],
  );
  return rows.map((row) => ({
    campaignId: row.campaign_id,
    campaignName: row.campaign_name,
    campaignState: row.campaign_state,
    state: row.state,
    outcome: row.outcome,
    reason: row.reason,
    nextAt: toInstantOrNull(row.next_at),
    attemptsMade: row.attempts_made,
    attemptId: row.attempt_id,
    attemptState: row.attempt_state,
  }));
}
