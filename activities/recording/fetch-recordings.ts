import {
  type ClaimedRecording,
  claimRecordings,
  readClaimed,
  saveFetched,
  saveFetchFailure,
} from '../../db/recordings/fetch-recording.ts';
import { FETCH_LIMITS, fetchRetryMs } from '../../domain/recording/fetch-plan.ts';
import type { RecordingAudioPort } from '../../domain/recording/recording-audio.port.ts';
import { recordingKey } from '../../domain/recording/recording-key.ts';
import { AudioFault, inspectAudio } from './inspect-audio.ts';
import type { RecordingDeps } from './recording-deps.ts';

/**
 * Fetches what is due into the object store, until nothing is. The row is the truth: it is claimed for a lease, and a
 * process that dies anywhere leaves it to be fetched again, to the same key. Returns how many are here now.
 */
export async function fetchRecordings(deps: RecordingDeps): Promise<{ fetched: number }> {
  let fetched = 0;
  for (;;) {
    const claimed = await claimRecordings(deps.systemPool, FETCH_LIMITS.batch, FETCH_LIMITS.leaseMs);
    const ends = await Promise.all(claimed.map((recording) => fetchOne(deps, recording)));
    fetched += ends.filter((isFetched) => isFetched).length;
    if (claimed.length < FETCH_LIMITS.batch) return { fetched };
  }
}

async function fetchOne(deps: RecordingDeps, claimed: ClaimedRecording): Promise<boolean> {
  try {
    const known = await readClaimed(deps.pool, claimed);
    if (!known) return false;
    if (!known.account) throw new AudioFault('account_gone', 'final');
    await keep(deps, claimed, deps.recordings.forAccount(known.account), known.row.providerRecordingId);
    return true;
  } catch (error) {
    await putOff(deps, claimed, error);
    return false;
  }
}

async function keep(
  deps: RecordingDeps,
  claimed: ClaimedRecording,
  port: RecordingAudioPort,
  providerRecordingId: string,
): Promise<void> {
  const opened = await port.openAudio(providerRecordingId, AbortSignal.timeout(FETCH_LIMITS.totalMs));
  // The carrier may take a moment between its word that the sound is there and handing it out.
  if (opened.kind === 'not_found') throw new AudioFault('not_found', 'again');
  if (opened.kind === 'refused') throw new AudioFault(`http_${opened.httpStatus}`, 'again');
  if (opened.kind === 'unavailable') throw new AudioFault(opened.reason, 'again');
  const { body, facts } = inspectAudio(opened.body, opened.byteSize, FETCH_LIMITS.maxBytes);
  const storageKey = recordingKey(claimed);
  await deps.objects.put(storageKey, body);
  deps.killPoint('K15');
  const { mayRemain } = await saveFetched(deps.pool, claimed, { storageKey, ...facts() });
  if (!mayRemain) await deps.objects.remove(storageKey);
}

async function putOff(deps: RecordingDeps, claimed: ClaimedRecording, error: unknown): Promise<void> {
  const isKnown = error instanceof AudioFault;
  if (!isKnown) deps.onError(error);
  const isLast = (isKnown && error.again === 'final') || claimed.tries >= FETCH_LIMITS.maxTries;
  const failure = {
    error: isKnown ? error.message : 'unexpected',
    retryAtMs: isLast ? null : deps.wallMs() + fetchRetryMs(claimed.tries),
  };
  // A database that is away leaves the row to the end of its lease.
  await saveFetchFailure(deps.pool, claimed, failure).catch(deps.onError);
}
