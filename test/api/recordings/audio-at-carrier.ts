import type {
  RecordingAudioRegistry,
  RemoveAudioResult,
} from '../../../domain/recording/recording-audio.port.ts';

/** A carrier that holds recordings and tells which it was asked to delete; `answer` is what it says. */
export function audioAtCarrier() {
  const removed: string[] = [];
  const state: { answer: RemoveAudioResult } = { answer: { kind: 'removed' } };
  const registry: RecordingAudioRegistry = {
    forAccount: () => ({
      openAudio: async () => ({ kind: 'not_found' }),
      removeAudio: async (id) => {
        if (state.answer.kind !== 'unavailable') removed.push(id);
        return state.answer;
      },
    }),
  };
  return { removed, state, registry };
}
