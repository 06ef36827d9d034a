import { describe, expect, it } from '@jest/globals';
import { findOtherDoors } from './one-door.ts';

describe('one door to a dial', () => {
  it('finds a create-call beside placeCall, by port and by library', () => {
    const files = [
      { path: 'activities/campaign/ring.ts', text: 'x\nawait port.createCall(request);' },
      { path: 'api/endpoints/calls/ring.ts', text: 'client.calls.create({ to })' },
    ];
    expect(findOtherDoors(files)).toEqual([
      'activities/campaign/ring.ts:2 rings beside placeCall',
      'api/endpoints/calls/ring.ts:1 rings beside placeCall',
    ]);
  });

  it('lets the door itself, the adapters and tests pass', () => {
    const text = 'port.createCall(request)';
    const paths = ['activities/dialing/place-call.ts', 'providers/twilio/rest.ts', 'api/x.test.ts'];
    expect(findOtherDoors(paths.map((path) => ({ path, text })))).toEqual([]);
  });
});
