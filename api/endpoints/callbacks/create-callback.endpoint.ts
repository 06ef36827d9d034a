import { callbackSchema, createCallbackSchema } from '../../../contracts/callback.schema.ts';
import { insertCallback } from '../../../db/callbacks/insert-callback.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { callbackById, toCallback } from './callback-row.ts';
import { partsOf } from './callback-parts.ts';

/** Promises somebody a call; its run makes it once it is due, through the gates of every dial. */
export const createCallback = defineEndpoint({
  id: 'createCallback',
  method: 'post',
  path: '/api/v1/callbacks',
  tag: 'callbacks',
  summary: 'Schedule a callback',
  description:
    'Rung once, not before `dueAt` and only in the hours of the person, by the rules of every call.',
  auth: 'user',
  idempotent: true,
  body: createCallbackSchema,
  responses: {
    201: { description: 'The callback.', schema: callbackSchema, headers: { Location: 'Its address.' } },
  },
  errors: [],
  handle: async ({ deps, inOrg, principal, req, requestId, body }) => {
    const row = await inOrg(async (tx) => {
      const id = await insertCallback(tx, {
        ...(await partsOf(tx, body, deps.numbers.hashPhone)),
        origin: 'api',
        effect: null,
        voicemailId: null,
        phoneNumberId: body.phoneNumberId,
        dueAtMs: body.dueAt === undefined ? null : Date.parse(body.dueAt),
        note: body.note ?? null,
        createdBy: principal.userId,
      });
      const made = await callbackById(tx, id);
      const target = { kind: 'callback', id };
      await audited({ principal, req, requestId }, tx, { action: 'callback.created', target });
      return made;
    });
    return { status: 201, headers: { Location: `/api/v1/callbacks/${row.id}` }, body: toCallback(row) };
  },
});
