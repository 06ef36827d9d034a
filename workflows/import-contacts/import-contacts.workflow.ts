import { continueAsNew, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { ImportActivities } from '../../activities/import/import.activities.ts';
import {
  type ImportContactsInput,
  type ImportContactsProgress,
  importProgressQuery,
} from './import-contacts.messages.ts';

/**
 * A round is 15 s and at most one transaction more; 15 s without heartbeat means that its worker died. Retried without
 * limit: a round goes on at the position saved with its last lines.
 */
const { importRound } = proxyActivities<ImportActivities>({
  startToCloseTimeout: '5m',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '200ms', maximumInterval: '5s' },
  summary: 'Import a stretch of the file',
});

const NOTHING_YET: ImportContactsProgress = {
  state: 'running',
  errorCode: null,
  byteOffset: 0,
  accepted: 0,
  rejected: 0,
  duplicates: 0,
  suppressed: 0,
};

/** Imports one uploaded file of contacts, round by round; answers the counts, also where the file was refused. */
export async function importContacts(input: ImportContactsInput): Promise<ImportContactsProgress> {
  let progress = input.resumed ?? NOTHING_YET;
  setHandler(importProgressQuery, () => progress);
  const { orgId, importId } = input;
  while (progress.state === 'running') {
    progress = await importRound({ orgId, importId });
    if (progress.state === 'running' && workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof importContacts>({ ...input, resumed: progress });
  }
  return progress;
}
