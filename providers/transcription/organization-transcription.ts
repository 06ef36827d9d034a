import type { TranscriptionPort } from '../../domain/recording/transcription.port.ts';
import { offlineTranscription } from './offline-transcription.ts';

/** Where the transcriber of an organization comes from. */
export interface OrganizationTranscribers {
  /** The organization's own key, or null. */
  keyOf: (orgId: string) => Promise<string | null>;
  /** The adapter for a key; asked for only once there is one. */
  connect: (apiKey: string) => Promise<TranscriptionPort>;
}

/** Transcribes for each organization with its own key, and says that it is offline for those that have none. */
export function createOrganizationTranscription({
  keyOf,
  connect,
}: OrganizationTranscribers): TranscriptionPort {
  return {
    async transcribe(request) {
      const apiKey = await keyOf(request.orgId);
      const port = apiKey === null ? offlineTranscription : await connect(apiKey);
      return port.transcribe(request);
    },
  };
}
