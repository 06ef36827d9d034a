import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Response } from 'supertest';
import { createInboundActivities } from '../../../activities/inbound/inbound.activities.ts';
import { createIvrActivities } from '../../../activities/ivr/ivr.activities.ts';
import type { ApiParts } from '../../../api/compose.ts';
import { statusWebhook } from '../../../api/endpoints/webhooks/status.endpoint.ts';
import { voiceWebhook } from '../../../api/endpoints/webhooks/voice.endpoint.ts';
import { createFlowStore } from '../../../db/flows/flow-store.ts';
import { DIAL_TIMINGS } from '../../../domain/call/dial-timings.ts';
import { compileFlow } from '../../../domain/ivr/compile.ts';
import { createInboundStarter } from '../../../runtime/inbound-starter.ts';
import { insertRow } from '../../db/tenant-fixture.ts';
import { testTemporal } from '../../harness/test-temporal.ts';
import { quietRuntime } from '../../workflows/quiet-runtime.ts';
import { workflowBundle } from '../../workflows/workflow-bundle.ts';
import type { ApiWorld } from '../harness/api-world.ts';
import { signedForm } from '../harness/webhook-requests.ts';

/** Greets by name, asks for a key, and says a sentence back; open all day and night where `isOpen`, else never. */
export function greetingFlow(isOpen = true) {
  const weekly = isOpen ? [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }] : [];
  const inEach = (en: string, es: string, cs: string) => ({ en, es, cs });
  return {
    id: 'greeting',
    name: 'Greeting',
    entry: 'hours',
    defaultLanguage: 'en',
    languages: ['en', 'es', 'cs'],
    calendars: { office: { zone: 'Europe/Prague', weekly } },
    variables: { said: { default: '' } },
    nodes: {
      hours: {
        type: 'conditional',
        config: { condition: { calendarOpen: 'office' } },
        outlets: { true: 'ask', false: 'closed' },
      },
      ask: {
        type: 'menu',
        config: {
          prompt: inEach('Hello {{ contact.firstName }}.', 'Hola {{ contact.firstName }}.', 'Vítejte.'),
          options: [
            { key: '1', outlet: 'sentence' },
            { key: '2', outlet: 'again' },
          ],
        },
        outlets: { sentence: 'listen', again: 'ask', too_many: 'closed' },
      },
      listen: {
        type: 'gather_input',
        config: {
          prompt: inEach('Say it.', 'Dígalo.', 'Řekněte to.'),
          input: 'speech',
          pattern: 'digits',
          variable: 'said',
        },
        outlets: { valid: 'echo', too_many: 'closed' },
      },
      echo: {
        type: 'play_message',
        config: { prompt: inEach('You said {{ said }}.', 'Dijo {{ said }}.', 'Řekli jste {{ said }}.') },
        outlets: { next: 'done' },
      },
      done: { type: 'end_call', config: { disposition: 'heard' }, outlets: {} },
      closed: {
        type: 'end_call',
        config: {
          disposition: 'closed',
          prompt: inEach('We are closed.', 'Estamos cerrados.', 'Máme zavřeno.'),
        },
        outlets: {},
      },
    },
  };
}

let lastCaller = 0;
/** A number that nobody has, another one each time. */
export const nextCaller = () => `+1212555${String(8000 + (lastCaller += 1))}`;

/** A number of ours with what answers it; `flow` null: nothing. */
export interface OwnNumber {
  e164: string;
  flowId: string | null;
  versionId: string | null;
}

/** Adds a number in a language, answered by a flow, by one that is not published, or by none. */
export function addNumber(
  world: ApiWorld,
  {
    language = 'en',
    flow = greetingFlow(),
    isPublished = true,
  }: { language?: string; flow?: object | null; isPublished?: boolean } = {},
): Promise<OwnNumber> {
  const { orgId } = world.ours;
  return world.inOrg(orgId, async (tx) => {
    const account = await tx.query<{ id: string }>('SELECT id FROM carrier_account LIMIT 1');
    const made = flow && (await addFlowVersion(tx, orgId, flow, isPublished));
    const e164 = nextCaller();
    await insertRow(tx, 'phone_number', {
      org_id: orgId,
      e164,
      carrier_account_id: account.rows[0]?.id,
      flow_id: made?.flowId ?? null,
      language,
    });
    return { e164, flowId: made?.flowId ?? null, versionId: made?.versionId ?? null };
  });
}

async function addFlowVersion(
  tx: Parameters<typeof insertRow>[0],
  orgId: string,
  document: object,
  isPublished: boolean,
): Promise<{ flowId: string; versionId: string | null }> {
  const flowId = await insertRow(tx, 'flow', { org_id: orgId, name: `flow ${randomUUID()}` });
  return {
    flowId,
    versionId: isPublished ? await publish(tx, { orgId, flowId, version: 1, document }) : null,
  };
}

/** Publishes a document as a version of a flow and makes it the live one. */
export async function publish(
  tx: Parameters<typeof insertRow>[0],
  { orgId, flowId, version, document }: { orgId: string; flowId: string; version: number; document: object },
): Promise<string> {
  const compiled = compileFlow(document, { capabilities: ['calendars', 'transfer'] });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  const { graph, prompts, reads } = compiled.flow;
  const versionId = await insertRow(tx, 'flow_version', {
    org_id: orgId,
    flow_id: flowId,
    version,
    document: JSON.stringify(document),
    graph: JSON.stringify(graph),
    prompts: JSON.stringify(prompts),
    reads,
  });
  await tx.query('UPDATE flow SET live_version_id = $2 WHERE id = $1', [flowId, versionId]);
  return versionId;
}

let lastSid = 0;

/** One call to a number of ours, as its carrier tells of it. */
export class CallIn {
  readonly callSid = `CA${String((lastSid += 1)).padStart(32, 'e')}`;
  readonly from: string;
  private readonly world: ApiWorld;
  private readonly to: string;
  private readonly onHold: 'waits' | 'tells';

  /** `onHold`: an answer to hold on is followed until there is another, or told as it is. */
  constructor(world: ApiWorld, to: string, from: string = nextCaller(), onHold: 'waits' | 'tells' = 'waits') {
    this.world = world;
    this.to = to;
    this.from = from;
    this.onHold = onHold;
  }

  /** The first webhook, at the number's own address. */
  ring(): Promise<Response> {
    return this.ask('', {});
  }

  /** A webhook to an address that an answer named: `<Gather action>`, or `<Redirect>`. */
  follow(
    heard: Response,
    params: Record<string, string>,
    verb: 'Gather' | 'Redirect' = 'Gather',
  ): Promise<Response> {
    return this.ask(addressIn(heard.text, verb), params);
  }

  private async ask(query: string, params: Record<string, string>): Promise<Response> {
    let heard = await this.post(query, params);
    while (this.onHold === 'waits' && heard.text?.includes('<Pause length="1"/><Redirect'))
      heard = await this.post(addressIn(heard.text, 'Redirect'), params);
    return heard;
  }

  post(query: string, params: Record<string, string>): Promise<Response> {
    return signedForm(this.world, voiceWebhook, {
      query,
      callSid: this.callSid,
      params: { ...this.common(), CallStatus: 'in-progress', ...params },
    });
  }

  /** The number's status callback. */
  status(CallStatus: string, more: Record<string, string> = {}): Promise<Response> {
    return signedForm(this.world, statusWebhook, {
      callSid: this.callSid,
      params: { ...this.common(), CallStatus, ...more },
    });
  }

  /** What the database holds of the call. */
  async stored() {
    const { rows } = await this.world.inOrg(this.world.ours.orgId, (tx) =>
      tx.query(
        `SELECT k.*, (SELECT count(*)::int FROM outbox o WHERE o.key = k.id::text AND o.kind = 'call_ended') AS ended_news
           FROM call k WHERE k.provider_call_id = $1`,
        [this.callSid],
      ),
    );
    return rows;
  }

  private common(): Record<string, string> {
    return { To: this.to, From: this.from, Direction: 'inbound' };
  }
}

/** The query of the address that a verb of an answer names. */
export function addressIn(twiml: string, verb: 'Gather' | 'Redirect'): string {
  const found = verb === 'Gather' ? /<Gather[^>]* action="([^"]+)"/ : /<Redirect[^>]*>([^<]+)<\/Redirect>/;
  const url = found.exec(twiml)?.[1];
  if (url === undefined) throw new Error(`No ${verb} in ${twiml}`);
  return new URL(url.replaceAll('&amp;', '&')).search;
}

let isQuiet = false;

function quietOnce(): void {
  if (!isQuiet) quietRuntime();
  isQuiet = true;
}

/**
 * A worker with the real workflows and activities over the database of a world, and the starter that reaches it; until
 * it begins, what is started waits.
 */
export function useInboundWorker(
  world: () => ApiWorld,
  begins: 'before_the_tests' | 'when_told' = 'before_the_tests',
): { starter: ApiParts['starter']; taskQueue: string; begin: () => Promise<void> } {
  const taskQueue = `test-${randomUUID()}`;
  let stop = async (): Promise<void> => {};
  const begin = async (): Promise<void> => {
    quietOnce();
    const { address, namespace } = await testTemporal();
    const connection = await NativeConnection.connect({ address });
    const { pool } = world();
    const worker = await Worker.create({
      connection,
      namespace,
      taskQueue,
      workflowBundle: await workflowBundle(),
      activities: {
        ...createIvrActivities({ flows: createFlowStore(pool) }),
        ...createInboundActivities({
          pool,
          timings: DIAL_TIMINGS,
          killPoint: () => {},
          carriers: { forAccount: () => Promise.reject(new Error('No carrier is asked here.')) as never },
        }),
      },
    });
    const running = worker.run();
    stop = async () => {
      worker.shutdown();
      await running;
      await connection.close();
    };
  };
  if (begins === 'before_the_tests') beforeAll(begin, 120_000);
  afterAll(() => stop());
  const inbound = () => createInboundStarter(world().deps.temporal, DIAL_TIMINGS, taskQueue);
  const never = () => Promise.reject(new Error('Not of this test.'));
  return {
    taskQueue,
    begin,
    starter: {
      startCampaign: never,
      startImport: never,
      callbacks: {
        start: never,
        withUpdate: () => {
          throw new Error('Not of this test.');
        },
      },
      inbound: {
        answer: (run, turn) => inbound().answer(run, turn),
        start: (run) => inbound().start(run),
        replace: (run) => inbound().replace(run),
      },
    },
  };
}
