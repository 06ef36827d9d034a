import { describe, expect, it } from '@jest/globals';
import { stepInput } from './step-input.ts';

describe('stepInput', () => {
  it('reads keys, speech, silence and the answer', () => {
    expect(stepInput('t1', undefined, { Digits: '1' })).toEqual({ type: 'digits', value: '1' });
    expect(stepInput('t1', undefined, { SpeechResult: 'yes', Confidence: '0.8' })).toEqual({
      type: 'speech',
      value: 'yes',
      confidence: 0.8,
    });
    expect(stepInput('t1', 'no_input', {})).toEqual({ type: 'no_input' });
    expect(stepInput('answer', undefined, {})).toEqual({ type: 'start' });
  });

  it('reads what became of a transfer, and whether the caller waited for it', () => {
    const ended = { DialCallStatus: 'canceled', DialCallSid: 'CA1', CallStatus: 'completed' };
    const result = { type: 'dial_result', result: 'failed', durationMs: 0, legId: 'CA1' };
    expect(stepInput('t1', undefined, ended)).toEqual({ ...result, hungUp: true });
    expect(stepInput('t1', undefined, { ...ended, CallStatus: 'in-progress' })).toEqual(result);
  });

  it('lets no card number through, keyed or said', () => {
    expect(stepInput('t1', undefined, { Digits: '4111111111111111' })).toEqual({ type: 'digits', value: '' });
    expect(stepInput('t1', undefined, { SpeechResult: 'it is 4111 1111 1111 1111' })).toMatchObject({
      value: '',
    });
  });

  it('keeps of a long speech what an address can carry', () => {
    const heard = stepInput('t1', undefined, { SpeechResult: 'ř'.repeat(5_000) });
    expect(heard).toMatchObject({ type: 'speech', value: 'ř'.repeat(1_000) });
    const card = `${'a'.repeat(4_000)} 4111 1111 1111 1111`;
    expect(stepInput('t1', undefined, { SpeechResult: card })).toMatchObject({ value: '' });
  });
});
