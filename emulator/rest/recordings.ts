import type { Carrier } from '../carrier.ts';
import { wavOf } from '../recordings/audio.ts';
import { silentMp3 } from '../recordings/mp3.ts';
import { completeRecording, startRecording } from '../recordings/record.ts';
import type { Recording } from '../recordings/store.ts';
import { rfc2822 } from '../webhooks/params.ts';
import { type ApiAnswer, type ApiRequest, accountRoute, json, noContent, type Route } from './api.ts';
import { ApiError } from './api-error.ts';
import { readHook } from './call-order.ts';
import { readSpan } from './date-span.ts';
import { pageOf } from './paging.ts';

/** Recordings of the account and of a call: list, fetch, delete; begin, pause, resume and stop on a live call. */
export const recordingRoutes: readonly Route[] = [
  accountRoute('GET', '/Recordings', (carrier, request) =>
    list(carrier, request, request.query.get('CallSid') ?? undefined),
  ),
  accountRoute('GET', '/Recordings/{sid}', (carrier, request) =>
    json(resource(carrier, find(carrier, request.params[0]))),
  ),
  accountRoute('DELETE', '/Recordings/{sid}', (carrier, request) => remove(carrier, request.params[0])),
  accountRoute('GET', '/Calls/{sid}/Recordings', (carrier, request) =>
    list(carrier, request, request.params[0]),
  ),
  accountRoute('POST', '/Calls/{sid}/Recordings', begin),
  accountRoute('GET', '/Calls/{sid}/Recordings/{sid}', (carrier, request) =>
    json(resource(carrier, find(carrier, request.params[1]))),
  ),
  accountRoute('POST', '/Calls/{sid}/Recordings/{sid}', update),
  accountRoute('DELETE', '/Calls/{sid}/Recordings/{sid}', (carrier, request) =>
    remove(carrier, request.params[1]),
  ),
];

/** The audio itself, once it is completed: WAV of a tone, or with `.mp3` at the end silence of the same length. */
export const recordingAudioRoute: Route = {
  method: 'GET',
  pattern: /^\/2010-04-01\/Accounts\/[^/]+\/Recordings\/(RE[0-9a-f]{32})(?:\.(wav|mp3))?$/,
  handle: (carrier, request) => {
    const recording = find(carrier, request.params[0]);
    if (recording.status !== 'completed') throw new ApiError(20404);
    const { sid, durationS } = recording;
    const isMp3 = request.params[1] === 'mp3';
    const bytes = isMp3 ? silentMp3(durationS) : wavOf(sid, durationS, recording.channels);
    return { kind: 'bytes', status: 200, contentType: isMp3 ? 'audio/mpeg' : 'audio/x-wav', bytes };
  },
};

function list(carrier: Carrier, request: ApiRequest, callSid: string | undefined): ApiAnswer {
  const { fromMs, toMs } = readSpan(request.query, 'DateCreated');
  const recordings = carrier.recordings
    .list(callSid)
    .filter(
      ({ startedAtMs }) => startedAtMs >= (fromMs ?? 0) && startedAtMs < (toMs ?? Number.POSITIVE_INFINITY),
    );
  return json(
    pageOf(carrier, request, 'recordings', recordings, (recording) => resource(carrier, recording)),
  );
}

function begin(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const callSid = request.params[0] as string;
  if (!carrier.store.get(callSid)) throw new ApiError(20404);
  const call = carrier.store.live.get(callSid);
  if (call?.record.status !== 'in-progress')
    throw new ApiError(21220, 'Requested resource is not eligible for recording');
  const hook = readHook(carrier, request.form, 'RecordingStatusCallback', 'RecordingStatusCallbackMethod');
  const events = request.form.getAll('RecordingStatusCallbackEvent').flatMap((event) => event.split(/\s+/));
  const recording = startRecording(carrier, call, {
    callSid,
    source: 'StartCallRecordingAPI',
    channels: request.form.get('RecordingChannels') === 'dual' ? 2 : 1,
    events: events.length > 0 ? events : ['completed'],
    ...(hook && { hook }),
  });
  return json(resource(carrier, recording), 201);
}

/** Status=paused, in-progress or stopped. */
function update(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const recording = find(carrier, request.params[1]);
  const status = request.form.get('Status');
  const isOpen = recording.status === 'in-progress' || recording.status === 'paused';
  if (!isOpen || recording.callSid !== request.params[0])
    throw new ApiError(21220, 'Recording is not in progress');
  if (status === 'stopped') stop(carrier, recording);
  else if (status === 'paused' || status === 'in-progress') recording.status = status;
  else throw new ApiError(20001, 'Status must be stopped, paused or in-progress');
  return json({ ...resource(carrier, recording), status });
}

function stop(carrier: Carrier, recording: Recording): void {
  const wallMs = carrier.clock.wallMs() - recording.startedAtMs;
  completeRecording(carrier, recording, Math.max(1, Math.round((wallMs * carrier.clock.timeScale) / 1000)));
}

function find(carrier: Carrier, sid: string | undefined): Recording {
  const recording = carrier.recordings.get(sid ?? '');
  if (!recording) throw new ApiError(20404);
  return recording;
}

function remove(carrier: Carrier, sid: string | undefined): ApiAnswer {
  if (!carrier.recordings.remove(sid ?? '')) throw new ApiError(20404);
  return noContent;
}

function resource(carrier: Carrier, recording: Recording): Readonly<Record<string, unknown>> {
  const uri = `${carrier.accountPath}/Recordings/${recording.sid}`;
  return {
    account_sid: carrier.config.accountSid,
    api_version: '2010-04-01',
    call_sid: recording.callSid,
    channels: recording.channels,
    conference_sid: null,
    date_created: rfc2822(recording.startedAtMs),
    date_updated: rfc2822(recording.startedAtMs),
    duration: String(recording.durationS),
    encryption_details: null,
    error_code: recording.errorCode ?? null,
    media_url: `${carrier.url}${uri}`,
    price: null,
    price_unit: 'USD',
    sid: recording.sid,
    source: recording.source,
    start_time: rfc2822(recording.startedAtMs),
    status: recording.status,
    track: 'both',
    uri: `${uri}.json`,
  };
}
