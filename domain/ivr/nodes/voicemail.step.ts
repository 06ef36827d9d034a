import type { CallEffect } from '../../../contracts/call-instructions.ts';
import type { NodeStep } from './node-step.types.ts';

/** A greeting, a beep and a message. */
export interface VoicemailConfig {
  prompt: string;
  maxLengthMs: number;
  silenceMs: number;
  finishKey: '#' | '*';
}

/**
 * Records a message. A caller who hangs up after speaking has left one too, and the flow ends with it; silence comes
 * back as `no_input` and leaves by `empty`.
 */
export const voicemailStep: NodeStep<VoicemailConfig> = {
  enter: ({ config, say }) => {
    const { prompt, maxLengthMs, silenceMs, finishKey } = config;
    return {
      kind: 'wait',
      instructions: [say(prompt), { type: 'record', playBeep: true, maxLengthMs, silenceMs, finishKey }],
    };
  },
  resume: ({ nodeId, visit }, input) => {
    if (input.type !== 'recorded' || input.durationMs === 0)
      return { kind: 'go', outlet: 'empty', valid: false };
    const { recordingId, durationMs, hungUp } = input;
    const effects: CallEffect[] = [
      { type: 'voicemail', effectId: `${nodeId}:${visit}`, nodeId, recordingId, durationMs },
    ];
    return hungUp
      ? { kind: 'end', disposition: 'left_message', via: 'recorded', effects, valid: true }
      : { kind: 'go', outlet: 'recorded', effects, valid: true };
  },
};
