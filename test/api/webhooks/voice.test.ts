import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { voiceWebhook } from '../../../api/endpoints/webhooks/voice.endpoint.ts';
import { callWorkflowId, FIRST_TURN } from '../../../contracts/names.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addAttempt, addFlow, type PlacedAttempt } from '../harness/rows.ts';
import { useTestWorker } from '../harness/test-worker.ts';
import { attemptQuery, signedForm } from '../harness/webhook-requests.ts';

const world = useApiWorld({ temporal: true });
const offline = useApiWorld();
const taskQueue = useTestWorker(fileURLToPath(new URL('./talking-call.workflow.ts', import.meta.url)));

let lastSid = 0;
const nextSid = () => `CA${String((lastSid += 1)).padStart(32, '0')}`;

/** A placed call with its open run, which says one sentence and asks for a key in each turn. */
async function talkingCall(at = world): Promise<PlacedAttempt & { callSid: string }> {
  const callSid = nextSid();
  const attempt = await addAttempt(at(), at().ours, 'placed', callSid);
  const flow = await addFlow(at(), at().ours);
  if (at === world) {
    await at().deps.temporal.workflow.start('talkingCall', {
      taskQueue,
      workflowId: callWorkflowId(attempt.attemptId),
      args: [{ flowVersionId: flow.versionId }],
    });
  }
  return { ...attempt, callSid };
}

const answer = (
  call: PlacedAttempt & { callSid: string },
  turn: string,
  params: Record<string, string> = {},
  at = world,
) =>
  signedForm(at(), voiceWebhook, {
    query: attemptQuery(call, turn),
    callSid: call.callSid,
    params: { CallStatus: 'in-progress', ...params },
  });

/** The nonce of the turn that a Gather posts to. */
const nextTurn = (twiml: string) => /<Gather[^>]* action="[^"]*&amp;t=([^"&#]+)/.exec(twiml)?.[1] ?? '';
const updates = async (attemptId: string) => {
  const history = await world().deps.temporal.workflow.getHandle(callWorkflowId(attemptId)).fetchHistory();
  return history.events?.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes).length;
};

describeEndpoint(voiceWebhook, world, {
  200: () => {
    it('says what the workflow says, turn after turn', async () => {
      const call = await talkingCall();
      const first = await answer(call, FIRST_TURN);
      expect(first.status).toBe(200);
      expect(first.headers['content-type']).toMatch(/^text\/xml/);
      expect(first.text).toMatch(/<Gather [^>]*numDigits="1"[^>]*><Say [^>]*>[^<]+<\/Say><\/Gather>/);
      expect(first.text).toContain(`/webhooks/twilio/${world().ours.ref}/voice?a=${call.attemptId}`);
      const second = await answer(call, nextTurn(first.text), { Digits: '1' });
      expect(nextTurn(second.text)).not.toBe(nextTurn(first.text));
      expect(await updates(call.attemptId)).toBe(2);
    });

    it('gives a repeated webhook the same answer, and the workflow nothing new', async () => {
      const call = await talkingCall();
      const [first, ...repeated] = await Promise.all([1, 2, 3].map(() => answer(call, FIRST_TURN)));
      for (const one of repeated) expect(one.text).toBe(first?.text);
      const other = await answer(call, FIRST_TURN, { Digits: '5' });
      expect(other.text).toBe(first?.text);
      expect(await updates(call.attemptId)).toBe(1);
    });

    it('asks the database nothing in a later turn', async () => {
      const call = await talkingCall();
      const first = await answer(call, FIRST_TURN);
      const second = await answer(call, nextTurn(first.text), { Digits: '1' });
      let connections = 0;
      const count = () => void (connections += 1);
      world().pool.on('acquire', count);
      await answer(call, nextTurn(second.text), { Digits: '2' });
      world().pool.off('acquire', count);
      expect(connections).toBe(0);
    });

    it('hangs up when the run is over', async () => {
      const call = await talkingCall();
      const first = await answer(call, FIRST_TURN);
      await world().deps.temporal.workflow.getHandle(callWorkflowId(call.attemptId)).terminate();
      const late = await answer(call, nextTurn(first.text), { Digits: '1' });
      expect(late.text).toMatch(/<Response><Hangup\/><\/Response>$/);
    });

    it('hangs up on a second call of the same attempt', async () => {
      const call = await talkingCall();
      await answer(call, FIRST_TURN);
      const second = await answer({ ...call, callSid: nextSid() }, FIRST_TURN);
      expect(second.text).toMatch(/<Response><Hangup\/><\/Response>$/);
      expect(await updates(call.attemptId)).toBe(1);
    });
  },
  404: () => {
    it('knows no attempt by a forged key, and asks no workflow', async () => {
      const call = await talkingCall();
      expectProblem(
        await answer({ ...call, linkKey: Buffer.alloc(32) }, FIRST_TURN),
        404,
        'webhook.unknown_call',
      );
      expect(await updates(call.attemptId)).toBe(0);
    });

    it('refuses a held input that was changed on its way', async () => {
      const call = await talkingCall();
      const query = `${attemptQuery(call, FIRST_TURN)}&i=${'A'.repeat(60)}&poll=1`;
      const refused = await signedForm(world(), voiceWebhook, {
        query,
        callSid: call.callSid,
        params: { CallStatus: 'in-progress' },
      });
      expectProblem(refused, 404, 'webhook.unknown_call');
    });
  },
});

describe('a voice webhook while Temporal is away', () => {
  it('asks the caller to hold on within a second, keeps the key that was pressed, and apologises in the end', async () => {
    const call = await talkingCall(offline);
    const startedMs = performance.now();
    let heard = await answer(call, 't1', { Digits: '7' }, offline);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    for (let poll = 1; poll <= 8; poll += 1) {
      const [, url = ''] =
        /<Pause length="1"\/><Redirect method="POST">([^<]+)<\/Redirect>/.exec(heard.text) ?? [];
      const address = new URL(url.replaceAll('&amp;', '&'));
      expect(address.searchParams.get('t')).toBe('t1');
      expect(address.searchParams.get('poll')).toBe(String(poll));
      const sealed = offline().deps.webhooks.openInput(
        call.linkKey,
        `${call.callSid}:t1`,
        address.searchParams.get('i') ?? '',
      );
      expect(sealed).toEqual({ type: 'digits', value: '7' });
      heard = await signedForm(offline(), voiceWebhook, {
        query: address.search,
        callSid: call.callSid,
        params: { CallStatus: 'in-progress' },
      });
    }
    expect(heard.text).toMatch(/<Say [^>]*>[^<]+<\/Say><Hangup\/><\/Response>$/);
  }, 60_000);
});
