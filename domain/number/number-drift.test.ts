import { describe, expect, it } from '@jest/globals';
import { areSameUrls, compareUrls, restoredUrls } from './number-drift.ts';
import { NO_URLS, ownNumberUrls } from './number-urls.ts';

const origins = { publicUrl: 'https://api.example.com', fallbackUrl: 'https://other.example.com' };
const ours = ownNumberUrls(origins, 'clinic');
describe('the addresses of a number', () => {
  it('are those of its organization, the fallback on another origin', () => {
    expect(ours.voiceUrl).toMatch(/^https:\/\/api\.example\.com\/webhooks\/twilio\/clinic\/voice#ct=/);
    expect(ours.fallbackUrl).toMatch(/^https:\/\/other\.example\.com\/webhooks\/twilio\/clinic\/fallback#/);
    expect(ours.statusUrl).toMatch(/\/clinic\/status#/);
  });
});

describe('drift', () => {
  it('is none where the carrier has what we wrote and would write', () => {
    expect(compareUrls(ours, ours, { ...ours })).toEqual({ state: 'in_sync' });
  });

  it('names each address that somebody changed, a trunk that answers instead among them', () => {
    const found = { ...ours, voiceUrl: 'https://else.example.org/', trunkId: 'TK1' };
    expect(compareUrls(ours, ours, found)).toEqual({
      state: 'drifted',
      fields: [
        { field: 'voiceUrl', written: ours.voiceUrl, found: 'https://else.example.org/' },
        { field: 'trunkId', written: null, found: 'TK1' },
      ],
    });
  });

  it('tells our own change of address from somebody else’s', () => {
    const moved = ownNumberUrls({ ...origins, publicUrl: 'https://new.example.com' }, 'clinic');
    expect(compareUrls(ours, moved, ours)).toEqual({ state: 'outdated' });
  });

  it('does not mind the method of an address that is not set', () => {
    expect(areSameUrls(NO_URLS, { ...NO_URLS, voiceMethod: 'GET' })).toBe(true);
    expect(areSameUrls({ ...NO_URLS, voiceUrl: 'https://a.example/' }, NO_URLS)).toBe(false);
  });
});

describe('what is put back', () => {
  const previous = {
    ...NO_URLS,
    voiceUrl: 'https://before.example/voice',
    voiceMethod: 'GET',
    trunkId: 'TK1',
  };

  it('is what was there', () => {
    expect(restoredUrls({ written: ours, previous, found: ours })).toEqual(previous);
  });

  it('leaves alone what somebody else has put there since', () => {
    const found = { ...ours, statusUrl: 'https://else.example/status' };
    expect(restoredUrls({ written: ours, previous, found })).toEqual({
      ...previous,
      statusUrl: found.statusUrl,
    });
    expect(restoredUrls({ written: ours, previous, found: previous })).toEqual(previous);
  });
});
