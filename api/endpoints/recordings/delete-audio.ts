import { type DoomedRecording, markDeleted, readDoomed } from '../../../db/recordings/delete-recording.ts';
import { AppError } from '../../../domain/errors.ts';
import { recordingKey } from '../../../domain/recording/recording-key.ts';
import type { ApiDeps, Tx } from '../../deps.ts';

/**
 * Deletes the sound of a recording, the carrier's copy and ours, and notes it last: cut off anywhere, it is repeated
 * from the start. `alongside` runs in the transaction that notes it. False when there is no such recording. Throws
 * `carrier.unavailable`.
 */
export async function deleteAudio(
  deps: ApiDeps,
  inOrg: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  recordingId: string,
  alongside: (tx: Tx) => Promise<void> = async () => {},
): Promise<boolean> {
  const doomed = await inOrg((tx) => readDoomed(tx, recordingId));
  if (!doomed) return false;
  await removeAtCarrier(deps, doomed);
  await deps.objects.remove(recordingKey({ orgId: doomed.orgId, recordingId }));
  await inOrg(async (tx) => {
    await markDeleted(tx, recordingId);
    await alongside(tx);
  });
  return true;
}

/** What the account does not hold, or does not let us delete, cannot be deleted by asking again. */
async function removeAtCarrier(
  deps: ApiDeps,
  { account, providerRecordingId }: DoomedRecording,
): Promise<void> {
  if (!account) return;
  const removed = await deps.recordings.forAccount(account).removeAudio(providerRecordingId);
  if (removed.kind === 'unavailable') throw new AppError({ code: 'carrier.unavailable' });
  if (removed.kind === 'refused')
    deps.logger.warn({ httpStatus: removed.httpStatus }, 'the carrier kept its copy of a recording');
}
