import { describe, expect, it } from '@jest/globals';
import { sniffAudio } from './audio-type.ts';
import { FETCH_LIMITS, fetchRetryMs } from './fetch-plan.ts';

describe('the kind of a sound', () => {
  it('is told by its first bytes', () => {
    expect(sniffAudio(Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt '))).toBe('audio/wav');
    expect(sniffAudio(Buffer.from('ID3\x03'))).toBe('audio/mpeg');
    expect(sniffAudio(Buffer.from([0xff, 0xfb, 0x90, 0x00]))).toBe('audio/mpeg');
    expect(sniffAudio(Buffer.from('OggS\x00'))).toBe('audio/ogg');
  });

  it('is none for a page, a picture, or nothing', () => {
    for (const bytes of ['<html><script>', '\x89PNG\r\n', 'RIFF\x24\x00\x00\x00AVI ', '', '\xff'])
      expect(sniffAudio(Buffer.from(bytes, 'latin1'))).toBeNull();
  });
});

describe('the next try of a fetch', () => {
  it('comes later each time, never more than an hour', () => {
    expect([1, 2, 3].map(fetchRetryMs)).toEqual([5_000, 10_000, 20_000]);
    expect(fetchRetryMs(FETCH_LIMITS.maxTries)).toBe(3_600_000);
    expect(FETCH_LIMITS.leaseMs).toBeGreaterThan(FETCH_LIMITS.totalMs);
  });
});
