import type { Pool } from 'pg';
import { fetchRecordings } from '../activities/recording/fetch-recordings.ts';
import { createVoicemailTranscriber } from '../activities/recording/transcribe-voicemail.ts';
import type { TranscriptionPort } from '../domain/recording/transcription.port.ts';
import type { SideJob } from '../providers/redis/side-jobs.ts';
import { guardRecordings } from '../providers/breakers/guarded-carrier.ts';
import { createCarrierTokens } from '../providers/secrets/carrier-token.ts';
import { createTwilioRecordings } from '../providers/twilio/recordings.ts';
import type { Foundation } from './foundation.ts';
import { createObjectStore } from './object-store.ts';

/** Rarely enough to cost nothing, often enough that nobody waits for a message they were told of. */
const EVERY_MS = 2_000;

/**
 * Fetching of recordings and what comes after it, over the rows: Redis only says when. Several processes may run them
 * at once.
 */
export function recordingJobs(
  { config, pool, clock, killPoint, secrets, breakers }: Foundation,
  systemPool: Pool,
  transcription: TranscriptionPort,
  onError: (error: unknown) => void,
): SideJob[] {
  const deps = {
    pool,
    systemPool,
    recordings: guardRecordings(breakers, createTwilioRecordings(createCarrierTokens(secrets.box))),
    objects: createObjectStore({ config, breakers }),
    wallMs: () => clock.wallMs(),
    killPoint,
    onError,
  };
  return [
    { name: 'fetch-recordings', everyMs: EVERY_MS, run: () => fetchRecordings(deps) },
    {
      name: 'transcribe-voicemail',
      everyMs: EVERY_MS,
      run: createVoicemailTranscriber({ ...deps, transcription }),
    },
  ];
}
