import type { TranscriptionPort } from '../../domain/recording/transcription.port.ts';
import { offlineTranscription } from './offline-transcription.ts';

/** A key of an organization, opened. */
export interface TranscriberKey {
  readonly id: string;
  readonly apiKey: string;
}

/** Where the transcriber of an organization comes from. */
export interface OrganizationTranscribers {
  /** The organization's own key, or null. */
  keyOf: (orgId: string) => Promise<TranscriberKey | null>;
  /** The adapter for a key; asked for only once there is one. */
  connect: (apiKey: string) => Promise<TranscriptionPort>;
  /** Told of each use of a key; must not throw, since what it was used for is done. */
  used: (use: { orgId: string; keyId: string; hasFailed: boolean }) => Promise<void>;
}

/** Transcribes for each organization with its own key, and says that it is offline for those that have none. */
export function createOrganizationTranscription(transcribers: OrganizationTranscribers): TranscriptionPort {
  const { keyOf, connect, used } = transcribers;
  return {
    async transcribe(request) {
      const { orgId } = request;
      const key = await keyOf(orgId);
      if (key === null) return offlineTranscription.transcribe(request);
      const port = await connect(key.apiKey);
      let hasFailed = true;
      try {
        const result = await port.transcribe(request);
        hasFailed = result.kind === 'failed';
        return result;
      } finally {
        await used({ orgId, keyId: key.id, hasFailed });
      }
    },
  };
}
