import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { callBackSchema, voicemailCallbackSchema } from '../../../contracts/voicemail.schema.ts';
import { callVoicemailBack as promiseCall } from '../../../db/voicemail/call-back.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { toInstant } from '../../http/instant.ts';

/** Promises whoever left a voicemail a call; the callback's own run makes it, through the gates of every dial. */
export const callVoicemailBack = defineEndpoint({
  id: 'callVoicemailBack',
  method: 'post',
  path: '/api/v1/voicemail/{id}/callback',
  tag: 'voicemail',
  summary: 'Call the person back',
  description:
    'While a callback for the voicemail is open, it is the answer: however often this is repeated, the person is rung once.',
  auth: 'user',
  idempotent: true,
  params: idParamsSchema,
  body: callBackSchema,
  responses: {
    200: { description: 'The callback that is open already.', schema: voicemailCallbackSchema },
    201: { description: 'The callback.', schema: voicemailCallbackSchema },
  },
  errors: ['voicemail.not_callable', 'voicemail.not_found'],
  handle: async ({ deps, inOrg, principal, req, requestId, params, body }) => {
    const wish = {
      voicemailId: params.id,
      dueAtMs: body.dueAt === undefined ? null : Date.parse(body.dueAt),
      note: body.note ?? null,
      userId: principal.userId,
    };
    const { isNew, dueAt, ...callback } = await inOrg(async (tx) => {
      const promised = await promiseCall(tx, wish, deps.numbers.hashPhone);
      const target = { kind: 'callback', id: promised.callbackId };
      const deed = { action: 'callback.created', target, detail: { voicemailId: params.id } };
      if (promised.isNew) await audited({ principal, req, requestId }, tx, deed);
      return promised;
    });
    return {
      status: isNew ? 201 : 200,
      body: { ...callback, voicemailId: params.id, dueAt: toInstant(dueAt) },
    };
  },
});
