import type { TranscriptionPort } from '../../domain/recording/transcription.port.ts';

/** The transcriber of an installation without one: it says so, and nothing leaves the house. */
export const offlineTranscription: TranscriptionPort = { transcribe: async () => ({ kind: 'offline' }) };
