import { describe, expect, it } from '@jest/globals';
import { type CallWitnesses, findMixedCalls } from './one-version.ts';

const good: CallWitnesses = {
  callSid: 'CA1',
  heard: ['Mark 3. Press 0 to go on or 1 to end.', 'Mark 3. Goodbye.'],
  pressed: 1,
  pinned: 'v3',
  path: [
    { node: 'ask_0_m3', input: null },
    { node: 'ask_0_m3', input: 'digits' },
    { node: 'bye_m3', input: null },
  ],
  inHistory: ['v3', 'v3', 'v3'],
};
const marks = new Map([
  ['v3', 3],
  ['v4', 4],
]);
const findingsOf = (change: Partial<CallWitnesses>) => findMixedCalls([{ ...good, ...change }], marks);

describe('a call on one version', () => {
  it('has nothing to report', () => expect(findingsOf({})).toEqual([]));
});

describe('a call that changed version is found by', () => {
  it.each<[string, Partial<CallWitnesses>, RegExp]>([
    ['what was heard', { heard: [...good.heard, 'Mark 4. Goodbye.'] }, /heard 3,4/],
    ['having heard nothing', { heard: [] }, /heard $/],
    ['its path', { path: [...(good.path ?? []), { node: 'bye_m4', input: null }] }, /walked 3,4/],
    ['its history', { inHistory: ['v3', 'v3', 'v4'] }, /versions v3,v4/],
    ['a history too short', { inHistory: ['v3', 'v3'] }, /2 versions in its history after 1 keys/],
    ['a lost key', { pressed: 2, inHistory: ['v3', 'v3', 'v3', 'v3'] }, /2 keys pressed, 1 arrived/],
    ['the row', { pinned: 'v4' }, /pinned to mark 4, heard 3/],
    ['no row', { pinned: null }, /pinned to no version/],
    ['no closing', { path: null }, /not closed/],
  ])('%s', (_witness, change, finding) => {
    expect(findingsOf(change)[0]).toMatch(finding);
  });
});
