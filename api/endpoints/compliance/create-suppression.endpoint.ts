import { createSuppressionSchema, suppressionSchema } from '../../../contracts/compliance.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { toE164 } from '../../../domain/phone/to-e164.ts';
import type { Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { toSuppression } from './suppression-row.ts';

interface StoredRow {
  id: string;
  scope: string;
  source: string;
  reason: string | null;
  at: Date;
}

/** Puts a number on the do-not-call list; in force before the next dial. Said twice, the first entry stays. */
export const createSuppression = defineEndpoint({
  id: 'createSuppression',
  method: 'post',
  path: '/api/v1/compliance/suppressions',
  tag: 'compliance',
  summary: 'Add to the do-not-call list',
  auth: 'user',
  idempotent: true,
  body: createSuppressionSchema,
  responses: { 201: { description: 'The entry, in force.', schema: suppressionSchema } },
  errors: [],
  handle: async (context) => {
    const { deps, inOrg, principal, body } = context;
    const phone = toE164(body.phone, body.country ?? null);
    if (!phone.ok) {
      const message = 'This is no telephone number that can be called.';
      throw new AppError({
        code: 'request.not_valid',
        errors: [{ pointer: '/phone', code: phone.code, message }],
      });
    }
    const row = await inOrg(async (tx) => {
      const phoneHash = deps.numbers.hashPhone(await phoneHashKey(tx, principal.orgId), phone.e164);
      const { scope, source, reason = null } = body;
      const isNew = await deps.numbers.suppress(tx, phoneHash, { scope, source, reason });
      const stored = await tx.query<StoredRow>(
        'SELECT id, scope, source, reason, at FROM suppression WHERE phone_hash = $1 AND scope = $2',
        [phoneHash, body.scope],
      );
      const [made] = stored.rows;
      const target = { kind: 'suppression', id: made?.id ?? '' };
      if (isNew) await audited(context, tx, { action: 'suppression.created', target });
      return made;
    });
    if (!row)
      throw new AppError({ code: 'internal.unexpected', message: 'The suppression was not written.' });
    return { status: 201, body: toSuppression({ ...row, phone_e164: phone.e164 }) };
  },
});

async function phoneHashKey(tx: Tx, orgId: string): Promise<Buffer> {
  const { rows } = await tx.query<{ key: Buffer }>(
    'SELECT phone_hash_key AS key FROM organization WHERE id = $1',
    [orgId],
  );
  if (!rows[0]) throw new AppError({ code: 'auth.required' });
  return rows[0].key;
}
