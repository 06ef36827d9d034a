import { expect, it } from '@jest/globals';
import { importFlow } from '../../../api/endpoints/flows/import-flow.endpoint.ts';
import { publishFlow } from '../../../api/endpoints/flows/publish-flow.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { FLOW_DOCUMENT } from '../harness/rows.ts';

const world = useApiWorld();
const importing = (document: object, rest: object = {}) =>
  call(world(), importFlow, { role: 'admin' }).send({ document, ...rest });

const STUDIO = {
  description: 'Order line',
  initial_state: 'Trigger',
  states: [
    {
      name: 'Trigger',
      type: 'trigger',
      transitions: [{ event: 'incomingCall', next: 'ask' }],
    },
    {
      name: 'ask',
      type: 'gather-input-on-call',
      properties: { say: 'Your order number?', number_of_digits: 4 },
      transitions: [{ event: 'keypress', next: 'is_new' }],
    },
    {
      name: 'is_new',
      type: 'split-based-on',
      properties: { input: '{{widgets.ask.Digits}}' },
      transitions: [
        { event: 'noMatch', next: 'flex' },
        {
          event: 'match',
          next: 'say_new',
          conditions: [{ arguments: ['{{widgets.ask.Digits}}'], type: 'regex', value: '^9\\d+$' }],
        },
      ],
    },
    { name: 'say_new', type: 'say-play', properties: { say: 'It is new.' }, transitions: [] },
    { name: 'flex', type: 'send-to-flex', properties: {}, transitions: [] },
  ],
};

describeEndpoint(importFlow, world, {
  201: () => {
    it('takes a flow document as it is, also an unfinished one, and says what is wrong with it', async () => {
      const whole = await importing(FLOW_DOCUMENT).expect(201);
      expect(whole.body).toMatchObject({ source: 'evercall', valid: true, faults: [] });
      expect(whole.headers.location).toBe(`/api/v1/ivr/flows/${whole.body.flow.id}`);
      const { entry: _entry, ...unfinished } = FLOW_DOCUMENT;
      const half = await importing(unfinished, { name: 'Half' }).expect(201);
      expect(half.body).toMatchObject({ valid: false, flow: { name: 'Half', liveVersion: null } });
      expect(half.body.faults).toContainEqual(expect.objectContaining({ pointer: '/entry' }));
    });

    it('translates a Studio flow, lists the widgets without counterpart, and what it makes can be published', async () => {
      for (const document of [STUDIO, { friendly_name: 'x', definition: STUDIO }]) {
        const answer = await importing(document, { language: 'es' }).expect(201);
        expect(answer.body).toMatchObject({
          source: 'twilio_studio',
          valid: true,
          withoutCounterpart: [{ widget: 'flex', type: 'send-to-flex' }],
          notes: [{ widget: 'flex', message: 'It has no counterpart; the call ends here.' }],
          flow: { name: 'Order line', document: { languages: ['es'] } },
        });
        await call(world(), publishFlow, { id: answer.body.flow.id, role: 'admin' }).send({}).expect(201);
      }
    });
  },
  422: () => {
    it.each([
      ['something else', { hello: 'world' }],
      [
        'an export with a suite that is none',
        { format: 'evercall.flow', formatVersion: 1, name: 'x', document: {}, suites: [7] },
      ],
      ['a Studio flow in which no call begins', { states: [{ name: 'a', type: 'say-play' }] }],
      ['Studio states that are none', { states: [7] }],
    ])('refuses %s', async (_what, document) => {
      expectProblem(await importing(document), 422, 'flow.import_unknown');
    });

    it('refuses what is too deep or cannot be kept', async () => {
      const deep = `{"document":${'{"a":'.repeat(50)}1${'}'.repeat(50)}}`;
      const answer = await call(world(), importFlow, { role: 'admin' }).type('application/json').send(deep);
      expectProblem(answer, 422, 'flow.not_valid');
      expect(answer.body.errors[0].code).toBe('ivr_flow.draft_too_large');
      expectProblem(await importing({ nodes: {}, name: 'a\u0000b' }), 422, 'flow.not_valid');
    });
  },
});
