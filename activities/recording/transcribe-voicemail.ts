import { buffer } from 'node:stream/consumers';
import { readRecording } from '../../db/recordings/recording-row.ts';
import { withOrg } from '../../db/tenant.ts';
import {
  saveTranscript,
  type TranscriptEnd,
  transcriptLanguage,
  untranscribed,
  type UntranscribedVoicemail,
} from '../../db/voicemail/transcript.ts';
import { fetchRetryMs } from '../../domain/recording/fetch-plan.ts';
import type { TranscriptionPort, TranscriptionRequest } from '../../domain/recording/transcription.port.ts';
import type { RecordingDeps } from './recording-deps.ts';

/** What transcribing works with. */
export interface TranscriptionDeps extends RecordingDeps {
  transcription: TranscriptionPort;
}

/** Read at a time; those that wait for another try are among them. */
const BATCH = 50;
const MOST_TRIES = 8;
/** More is no message: at 16 kB a second this is 25 minutes. */
const MOST_BYTES = 25_000_000;

/**
 * Puts voicemail into words, once its sound is here, as a job that may be run again and again. The row is the truth: it
 * waits until an end is written. What throws is tried later; tries are counted in this process alone, and the loss of
 * the count costs a few more.
 */
export function createVoicemailTranscriber(deps: TranscriptionDeps): () => Promise<{ ended: number }> {
  const failures = new Map<string, { tries: number; notBeforeMs: number }>();

  async function transcribeOne(voicemail: UntranscribedVoicemail): Promise<boolean> {
    const { voicemailId } = voicemail;
    const failure = failures.get(voicemailId) ?? { tries: 0, notBeforeMs: 0 };
    if (failure.notBeforeMs > deps.wallMs()) return false;
    try {
      const end = await transcribe(deps, voicemail);
      if (end) await saveTranscript(deps.pool, voicemail, end);
      failures.delete(voicemailId);
      return true;
    } catch (error) {
      deps.onError(error);
      const tries = failure.tries + 1;
      failures.set(voicemailId, { tries, notBeforeMs: deps.wallMs() + fetchRetryMs(tries) });
      if (tries < MOST_TRIES) return false;
      await saveTranscript(deps.pool, voicemail, { state: 'failed' });
      failures.delete(voicemailId);
      return true;
    }
  }

  return async () => {
    let ended = 0;
    for (const voicemail of await untranscribed(deps.systemPool, BATCH)) {
      if (await transcribeOne(voicemail)) ended += 1;
    }
    return { ended };
  };
}

/** The end of one transcription; null when nobody waits for it any more. */
async function transcribe(
  deps: TranscriptionDeps,
  { orgId, voicemailId, recordingId }: UntranscribedVoicemail,
): Promise<TranscriptEnd | null> {
  const { language, recording } = await withOrg(deps.pool, orgId, async (tx) => ({
    language: await transcriptLanguage(tx, voicemailId),
    recording: await readRecording(tx, recordingId),
  }));
  if (language === null || !recording?.storageKey || !recording.contentType) return null;
  if ((recording.byteSize ?? 0) > MOST_BYTES) return { state: 'failed' };
  const body = await deps.objects.open(recording.storageKey);
  if (!body) return { state: 'failed' };
  const { contentType } = recording;
  return ask(deps.transcription, { orgId, audio: await buffer(body), contentType, language });
}

async function ask(port: TranscriptionPort, request: TranscriptionRequest): Promise<TranscriptEnd> {
  const result = await port.transcribe(request);
  if (result.kind === 'text') return { state: 'done', text: result.text };
  return { state: result.kind };
}
