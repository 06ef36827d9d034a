import type { z } from 'zod';
import { phoneNumberSchema } from '../../../contracts/call.schema.ts';
import { pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { toInstant } from '../../http/instant.ts';

interface PhoneNumberRow {
  id: string;
  e164: string;
  provider: string;
  carrier_account_id: string;
  flow_id: string | null;
  language: string;
  created_at: Date;
}

/** Numbers of the organization. */
export const listPhoneNumbers = defineEndpoint({
  id: 'listPhoneNumbers',
  method: 'get',
  path: '/api/v1/phone-numbers',
  tag: 'phone-numbers',
  summary: 'List the numbers of the organization',
  auth: 'user',
  query: pageQuerySchema,
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(phoneNumberSchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { rows } = await inOrg((tx) =>
      tx.query<PhoneNumberRow>(
        `SELECT n.id, n.e164, a.provider, n.carrier_account_id, n.flow_id, n.language, n.created_at
         FROM phone_number n JOIN carrier_account a ON a.org_id = n.org_id AND a.id = n.carrier_account_id
         WHERE ($1::uuid IS NULL OR n.id < $1) ORDER BY n.id DESC LIMIT $2`,
        [before, query.limit + 1],
      ),
    );
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toPhoneNumber) };
  },
});

function toPhoneNumber(row: PhoneNumberRow): z.input<typeof phoneNumberSchema> {
  return {
    id: row.id,
    number: row.e164,
    provider: row.provider,
    carrierAccountId: row.carrier_account_id,
    flowId: row.flow_id,
    language: row.language,
    createdAt: toInstant(row.created_at),
  };
}
