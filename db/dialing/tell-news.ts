import type { PoolClient } from 'pg';
import { recordEvent } from '../webhooks/record-event.ts';
import { tellOfIncident } from './incident.ts';

/** What a saved transition brought about beside the attempt; `callback_became` null where its state stays. */
export interface SavedNews {
  callback_became: string | null;
  incident_ids: string[];
}

/** Tells webhooks of what else a saved transition changed, in its transaction; of most there is nothing to tell. */
export async function tellNews(
  tx: PoolClient,
  attempt: { id: string; callbackId: string | null; wasAnsweredNow: boolean },
  { callback_became: became, incident_ids: incidentIds }: SavedNews,
): Promise<void> {
  const { id, callbackId, wasAnsweredNow } = attempt;
  if (wasAnsweredNow) await recordEvent(tx, 'call.answered', id);
  if (callbackId !== null && (became === 'completed' || became === 'failed')) {
    await recordEvent(tx, `callback.${became}`, callbackId);
  }
  for (const incidentId of incidentIds) await tellOfIncident(tx, incidentId);
}
