import { webhookParamsSchema } from '../../../contracts/webhook.schema.ts';
import { noteRecording, type RecordingNews } from '../../../db/recordings/note-recording.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { carrierForm } from '../../webhooks/carrier-form.ts';
import { type FormParams, single } from '../../webhooks/form-body.ts';
import { linkOf, receive } from '../../webhooks/receive.ts';

/**
 * News of a recording: one transaction (inbox and row) and 204. The sound is fetched later, from the account's own host
 * and by the id alone: an address in these parameters is never followed.
 */
export const recordingWebhook = defineEndpoint({
  id: 'recordingWebhook',
  method: 'post',
  path: '/webhooks/twilio/{orgRef}/recording',
  tag: 'carrier-webhooks',
  summary: 'Recording status',
  auth: 'signed',
  params: webhookParamsSchema,
  rawBody: carrierForm,
  responses: { 204: { description: 'Written down.' } },
  errors: [],
  handle: async ({ deps, req }) => {
    const request = await receive(deps, deps.webhookState.directory, deps.settings.publicUrl, req);
    const link = linkOf(deps, request, req);
    if (!link) throw new AppError({ code: 'webhook.unknown_call' });
    const { organization, accountSid, callSid, url, params } = request;
    const isKnown = await deps.inOrg(organization.orgId, (tx) =>
      noteRecording(tx, {
        ...readNews(params),
        orgId: organization.orgId,
        callId: link.id,
        provider: 'twilio',
        accountSid,
        providerCallId: callSid,
        url,
        params,
      }),
    );
    if (!isKnown) throw new AppError({ code: 'webhook.unknown_call' });
    return { status: 204 };
  },
});

/** The words of the carrier. Source: Twilio docs, "Recording status callback request parameters". */
const STATES: Readonly<Record<string, RecordingNews['state']>> = {
  'in-progress': 'pending',
  completed: 'available',
  absent: 'absent',
  failed: 'failed',
};

type Told = Pick<RecordingNews, 'providerRecordingId' | 'state' | 'source' | 'durationSeconds' | 'channels'>;

function readNews(params: FormParams): Told {
  const providerRecordingId = single(params, 'RecordingSid');
  const state = STATES[single(params, 'RecordingStatus') ?? ''];
  if (!providerRecordingId || !/^RE[0-9a-f]{32}$/i.test(providerRecordingId) || !state) {
    throw new AppError({
      code: 'request.bad_form',
      message: 'RecordingSid or RecordingStatus is missing, or none that is known.',
    });
  }
  return {
    providerRecordingId,
    state,
    source: single(params, 'RecordingSource') === 'RecordVerb' ? 'voicemail' : 'call',
    durationSeconds: count(params, 'RecordingDuration', 0),
    channels: count(params, 'RecordingChannels', 1),
  };
}

/** A whole number of at least `least`; null for anything else. */
function count(params: FormParams, name: string, least: number): number | null {
  const value = Number(single(params, name) || NaN);
  return Number.isInteger(value) && value >= least && value < 1e6 ? value : null;
}
