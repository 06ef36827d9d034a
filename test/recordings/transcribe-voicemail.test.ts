import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fetchRecordings } from '../../activities/recording/fetch-recordings.ts';
import { createVoicemailTranscriber } from '../../activities/recording/transcribe-voicemail.ts';
import type { TranscriptionRequest, TranscriptionResult } from '../../domain/recording/transcription.port.ts';
import { wavOf } from '../api/harness/recording-rows.ts';
import { insertRow } from '../db/tenant-fixture.ts';
import { createRecordingBed, type RecordingBed } from './recording-bed.ts';

let bed: RecordingBed;
beforeAll(async () => {
  bed = await createRecordingBed();
}, 120_000);
afterAll(() => bed?.close());

const sound = wavOf(20_000);

/** A voicemail whose sound is `body` at the carrier. */
async function addVoicemail(body: Buffer = sound): Promise<string> {
  const recordingId = await bed.add({ body });
  const { call_id: callId } = await bed.row(recordingId);
  return bed.inOrg((tx) =>
    insertRow(tx, 'voicemail', {
      org_id: bed.orgId,
      call_id: callId,
      effect_id: randomUUID(),
      recording_id: recordingId,
      duration_seconds: 4,
      language: 'es',
    }),
  );
}

const transcriptOf = async (id: string) => {
  const { rows } = await bed.inOrg((tx) =>
    tx.query('SELECT transcript_state AS state, transcript AS text FROM voicemail WHERE id = $1', [id]),
  );
  return rows[0];
};

function transcriber(answer: () => Promise<TranscriptionResult>, wallMs = () => Date.now()) {
  const asked: TranscriptionRequest[] = [];
  const transcription = {
    transcribe: (request: TranscriptionRequest) => {
      asked.push(request);
      return answer();
    },
  };
  return { asked, run: createVoicemailTranscriber({ ...bed.deps, wallMs, transcription }) };
}

describe('voicemail in words', () => {
  it('waits for its sound, and is asked for once', async () => {
    const id = await addVoicemail();
    const { asked, run } = transcriber(async () => ({ kind: 'text', text: 'Llámeme, por favor.' }));
    expect(await run()).toEqual({ ended: 0 });
    await fetchRecordings(bed.deps);
    expect(await run()).toEqual({ ended: 1 });
    expect(await transcriptOf(id)).toEqual({ state: 'done', text: 'Llámeme, por favor.' });
    expect(asked).toEqual([
      { orgId: bed.orgId, audio: expect.any(Buffer), contentType: 'audio/wav', language: 'es' },
    ]);
    expect(asked[0]?.audio.equals(sound)).toBe(true);
    expect(await run()).toEqual({ ended: 0 });
  });

  it.each([
    ['offline', { kind: 'offline' }],
    ['failed', { kind: 'failed', code: 'silence' }],
  ] as const)('says honestly that it is %s', async (state, result) => {
    const id = await addVoicemail();
    await fetchRecordings(bed.deps);
    await transcriber(async () => result).run();
    expect(await transcriptOf(id)).toEqual({ state, text: null });
  });

  it('fails where no sound will come', async () => {
    const id = await addVoicemail(Buffer.from('<html>'));
    await fetchRecordings(bed.deps);
    expect(await transcriptOf(id)).toEqual({ state: 'failed', text: null });
  });

  it('is tried later after a transcriber that did not answer, while others go on, and not for ever', async () => {
    const stubborn = await addVoicemail();
    await fetchRecordings(bed.deps);
    let nowMs = Date.now();
    const { asked, run } = transcriber(
      () => Promise.reject(new Error('no answer')),
      () => nowMs,
    );
    expect(await run()).toEqual({ ended: 0 });
    expect(await run()).toEqual({ ended: 0 });
    expect(asked).toHaveLength(1);
    expect(await transcriptOf(stubborn)).toMatchObject({ state: 'pending' });
    for (let tries = 1; tries < 8; tries += 1) {
      nowMs += 3_600_000;
      await run();
    }
    expect(asked).toHaveLength(8);
    expect(await transcriptOf(stubborn)).toEqual({ state: 'failed', text: null });
  });

  it('writes nothing to a voicemail that was deleted meanwhile', async () => {
    const id = await addVoicemail();
    await fetchRecordings(bed.deps);
    const { run } = transcriber(async () => {
      await bed.inOrg((tx) =>
        tx.query('UPDATE voicemail SET deleted_at = clock_timestamp() WHERE id = $1', [id]),
      );
      return { kind: 'text', text: 'secret' };
    });
    await run();
    expect(await transcriptOf(id)).toEqual({ state: 'pending', text: null });
  });
});
