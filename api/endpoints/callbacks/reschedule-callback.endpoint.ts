import { callbackSchema, rescheduleCallbackSchema } from '../../../contracts/callback.schema.ts';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { rescheduleCallbackUpdate } from '../../../workflows/run-callback/run-callback.messages.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { toCallback } from './callback-row.ts';
import { steerCallback } from './steer-callback.ts';

/** Moves a callback that has not begun to ring; in force when answered. */
export const rescheduleCallback = defineEndpoint({
  id: 'rescheduleCallback',
  method: 'patch',
  path: '/api/v1/callbacks/{id}',
  tag: 'callbacks',
  summary: 'Reschedule a callback, or have it made now',
  auth: 'user',
  params: idParamsSchema,
  body: rescheduleCallbackSchema,
  responses: { 200: { description: 'In force.', schema: callbackSchema } },
  errors: [
    'callback.not_found',
    'callback.already_calling',
    'callback.already_finished',
    'service.unavailable',
  ],
  handle: async (context) => {
    const { params, body, requestId } = context;
    const dueAtMs = body.dueAt === null ? null : Date.parse(body.dueAt);
    const row = await steerCallback({
      context,
      callbackId: params.id,
      update: rescheduleCallbackUpdate,
      args: [{ dueAtMs }],
      updateId: `reschedule:${requestId}`,
      action: 'callback.rescheduled',
    });
    return { status: 200, body: toCallback(row) };
  },
});
