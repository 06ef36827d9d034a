import { callbackSchema } from '../../../contracts/callback.schema.ts';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { cancelCallbackUpdate } from '../../../workflows/run-callback/run-callback.messages.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { toCallback } from './callback-row.ts';
import { steerCallback } from './steer-callback.ts';

/** Cancels a callback that has not begun to ring; from the answer on it never will. */
export const cancelCallback = defineEndpoint({
  id: 'cancelCallback',
  method: 'delete',
  path: '/api/v1/callbacks/{id}',
  tag: 'callbacks',
  summary: 'Cancel a callback',
  auth: 'user',
  params: idParamsSchema,
  responses: { 200: { description: 'In force.', schema: callbackSchema } },
  errors: [
    'callback.not_found',
    'callback.already_calling',
    'callback.already_finished',
    'service.unavailable',
  ],
  handle: async (context) => {
    const { params, requestId } = context;
    const row = await steerCallback({
      context,
      callbackId: params.id,
      update: cancelCallbackUpdate,
      args: [],
      updateId: `cancel:${requestId}`,
      action: 'callback.canceled',
    });
    return { status: 200, body: toCallback(row) };
  },
});
