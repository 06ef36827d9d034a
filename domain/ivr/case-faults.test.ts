import { expect, it } from '@jest/globals';
import { ivrCaseSchema } from '../../contracts/ivr-suite.schema.ts';
import { caseFaults } from './case-faults.ts';
import { draftOf, published } from './flow-draft.fixture.ts';

const { graph } = published(
  draftOf(
    { z: { type: 'end_call', config: {} } },
    {
      variables: { x: { default: '' } },
      calendars: { office: { zone: 'Europe/Prague', weekly: [] } },
    },
  ),
);

function faults(script: object): string[] {
  const found = caseFaults(graph, ivrCaseSchema.parse({ name: 'x', ...script }), '/cases/3');
  return found.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`);
}

it('a scripted call may bring what its flow declares, and any field of a contact', () => {
  const variables = { x: 1, 'contact.firstName': 'Ada', 'contact.attributes.city': 'Brno' };
  expect(faults({ variables, openCalendars: ['office'], language: 'en' })).toEqual([]);
});

it('a scripted call brings nothing else', () => {
  const script = {
    variables: { y: 1, 'contact.phone': '1' },
    openCalendars: ['office', 'ofice'],
    language: 'cs',
  };
  expect(faults(script)).toEqual([
    'ivr_flow.unknown_variable /cases/3/variables/y The flow declares no variable "y".',
    'ivr_flow.unknown_variable /cases/3/variables/contact.phone The flow declares no variable "contact.phone".',
    'ivr_flow.unknown_calendar /cases/3/openCalendars/1 The flow declares no calendar "ofice".',
    'ivr_flow.undeclared_language /cases/3/language The flow declares no language "cs".',
  ]);
  expect(faults({ variables: { toString: 1 }, openCalendars: ['constructor'] })).toHaveLength(2);
});
