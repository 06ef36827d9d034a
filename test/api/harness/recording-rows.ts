import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { recordingKey } from '../../../domain/recording/recording-key.ts';
import { insertRow } from '../../db/tenant-fixture.ts';
import type { ApiWorld, TestOrg } from './api-world.ts';
import { addAttempt } from './rows.ts';

/** A WAV file of `byteSize` bytes whose contents differ from place to place. */
export function wavOf(byteSize: number): Buffer {
  const head = Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt ');
  return Buffer.concat([head, Buffer.alloc(byteSize, 'The sound of a message. ')]).subarray(0, byteSize);
}

/** An id as the carrier gives recordings. */
export function recordingSid(): string {
  return `RE${randomBytes(16).toString('hex')}`;
}

/** Adds a call with a recording in a state; one that is fetched has `audio` in the object store. */
export async function addRecording(
  world: ApiWorld,
  org: TestOrg,
  state = 'fetched',
  audio: Buffer = wavOf(1_000),
): Promise<{ id: string; callId: string }> {
  const { attemptId: callId } = await addAttempt(world, org, 'placed');
  const id = randomUUID();
  const storageKey = recordingKey({ orgId: org.orgId, recordingId: id });
  if (state === 'fetched') await world.deps.objects.put(storageKey, Readable.from([audio]));
  const kept = {
    storage_key: storageKey,
    sha256: createHash('sha256').update(audio).digest('hex'),
    byte_size: audio.length,
    content_type: 'audio/wav',
    fetched_at: new Date(),
  };
  await world.inOrg(org.orgId, (tx) =>
    insertRow(tx, 'recording', {
      id,
      org_id: org.orgId,
      call_id: callId,
      provider: 'twilio',
      provider_account: org.accountSid,
      provider_recording_id: recordingSid(),
      source: 'voicemail',
      state,
      duration_seconds: 4,
      channels: 1,
      ...(state === 'fetched' ? kept : {}),
    }),
  );
  return { id, callId };
}

/** What of a voicemail a test cares about; columns by name. */
export type VoicemailColumns = Readonly<Record<string, unknown>>;

/** Adds a voicemail with its recording, from a caller who may be called back. */
export async function addVoicemail(
  world: ApiWorld,
  org: TestOrg,
  columns: VoicemailColumns = {},
  recordingState = 'fetched',
): Promise<{ id: string; recordingId: string; callId: string }> {
  const recording = await addRecording(world, org, recordingState);
  const id = await world.inOrg(org.orgId, (tx) =>
    insertRow(tx, 'voicemail', {
      org_id: org.orgId,
      call_id: recording.callId,
      effect_id: randomUUID(),
      phone_number_id: org.phoneNumberId,
      from_e164: '+12125550123',
      recording_id: recording.id,
      duration_seconds: 4,
      language: 'en',
      ...columns,
    }),
  );
  return { id, recordingId: recording.id, callId: recording.callId };
}
