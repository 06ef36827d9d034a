import { describe, expect, it } from '@jest/globals';
import type { IvrFlowDraft } from '../../contracts/ivr-flow.schema.ts';
import { draftOf, faultsOf, published } from './flow-draft.fixture.ts';
import { openCalendars } from './open-calendars.ts';

const office = {
  zone: 'Europe/Prague',
  weekly: [
    { days: [1, 2, 3, 4, 5], from: '08:00', to: '17:00' },
    { days: [7], from: '00:00', to: '24:00' },
  ],
  holidays: ['2026-12-24'],
};

describe('openCalendars', () => {
  it.each([
    ['2026-11-23T07:00:00Z', true],
    ['2026-11-23T06:59:59Z', false],
    ['2026-11-23T16:00:00Z', false],
    ['2026-11-28T10:00:00Z', false],
    ['2026-11-29T22:59:59Z', true],
    ['2026-12-24T10:00:00Z', false],
    ['2026-07-20T06:00:00Z', true],
  ])('%s: office open is %s', (at, expected) => {
    expect(openCalendars({ office }, Date.parse(at))).toEqual(expected ? ['office'] : []);
  });
});

describe('a flow with business hours', () => {
  const options = { capabilities: ['calendars' as const] };
  const nodes = {
    hours: {
      type: 'conditional',
      config: { condition: { calendarOpen: 'office' } },
      outlets: { true: 'z', false: 'z' },
    },
    z: { type: 'end_call', config: {} },
  } as IvrFlowDraft['nodes'];

  it('carries its calendars with the graph, and only where the platform keeps them', () => {
    const draft = draftOf(nodes, { calendars: { office } });
    expect(published(draft, options).graph.calendars).toEqual({ office });
    expect(faultsOf(draft)).toEqual(['ivr_flow.not_available /nodes/hours/config/condition/calendarOpen']);
  });

  it('declares every calendar that it asks for, in a real zone, with hours that are some', () => {
    expect(faultsOf(draftOf(nodes), options)).toEqual([
      'ivr_flow.unknown_calendar /nodes/hours/config/condition/calendarOpen',
    ]);
    const weekly = [{ days: [1], from: '17:00', to: '08:00' }];
    expect(
      faultsOf(draftOf(nodes, { calendars: { office: { zone: 'Mars/Olympus', weekly } } }), options),
    ).toEqual([
      'ivr_flow.bad_value /calendars/office/weekly/0/to',
      'ivr_flow.bad_value /calendars/office/zone',
    ]);
  });
});
