import { Client, Connection } from '@temporalio/client';
import { type DataConverter, defaultPayloadConverter, type Payload } from '@temporalio/common';
import pg from 'pg';
import { inboundCallWorkflowId } from '../../../contracts/names.ts';
import { createPool } from '../../../db/pool.ts';
import { composeSecrets } from '../../../runtime/compose-secrets.ts';
import { createDataConverter } from '../../../runtime/data-converter.ts';
import type { CallWitnesses } from '../check/one-version.ts';
import type { PeopleWhoCall } from './people-who-call.ts';
import type { ProofStack } from './proof-stack.ts';

const AT_ONCE = 16;

interface Row {
  readonly call_sid: string;
  readonly pinned: string | null;
  readonly path: CallWitnesses['path'];
}

/** What is on record of these calls: at the carrier, in the database and in the engine. */
export async function witnessesOf(
  proof: ProofStack,
  people: PeopleWhoCall,
  callSids: readonly string[],
): Promise<CallWitnesses[]> {
  const rows = await rowsOf(proof.dumpUrl, callSids);
  const histories = await versionsInHistories(proof, callSids);
  const heard = new Map<string, string[]>(callSids.map((sid) => [sid, []]));
  const pressed = new Map<string, number>();
  for (const { callSid = '', event, text, collected } of people.truth(callSids)) {
    if (event === 'say' && text !== undefined) heard.get(callSid)?.push(text);
    if (event === 'key' && collected) pressed.set(callSid, (pressed.get(callSid) ?? 0) + 1);
  }
  return callSids.map((callSid) => ({
    callSid,
    heard: heard.get(callSid) ?? [],
    pressed: pressed.get(callSid) ?? 0,
    pinned: rows.get(callSid)?.pinned ?? null,
    path: rows.get(callSid)?.path ?? null,
    inHistory: histories.get(callSid) ?? [],
  }));
}

/** How many of these calls are closed, by their rows. */
export async function countClosed(dumpUrl: string, callSids: readonly string[]): Promise<number> {
  const rows = await rowsOf(dumpUrl, callSids);
  return [...rows.values()].filter(({ path }) => path !== null).length;
}

async function rowsOf(dumpUrl: string, callSids: readonly string[]): Promise<Map<string, Row>> {
  const client = new pg.Client({ connectionString: dumpUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(
      `SELECT provider_call_id AS call_sid, flow_version_id AS pinned, path FROM call
        WHERE direction = 'inbound' AND provider_call_id = ANY($1::text[])`,
      [callSids],
    );
    return new Map(rows.map((row) => [row.call_sid, row]));
  } finally {
    await client.end();
  }
}

/** Ids of versions in the history of each call: of the run's input, then of each answered turn. */
async function versionsInHistories(
  { stack, orgId }: ProofStack,
  callSids: readonly string[],
): Promise<Map<string, string[]>> {
  const pool = createPool(stack.urls.database.user, { max: 1, name: 'prove-histories' });
  const connection = await Connection.connect({ address: stack.urls.temporal });
  try {
    const converter = await readingConverter(stack.env, pool, orgId);
    const client = new Client({ connection, namespace: stack.urls.temporalNamespace });
    const found = new Map<string, string[]>();
    const left = [...callSids];
    const read = async (): Promise<void> => {
      for (let sid = left.pop(); sid !== undefined; sid = left.pop())
        found.set(sid, await versionsInHistory(client, converter, inboundCallWorkflowId(sid)));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, read));
    return found;
  } finally {
    await connection.close();
    await pool.end();
  }
}

async function versionsInHistory(
  client: Client,
  { payloadCodecs: [codec] = [] }: DataConverter,
  workflowId: string,
): Promise<string[]> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const encoded = (events ?? []).flatMap((event): Payload[] => {
    const started = event.workflowExecutionStartedEventAttributes?.input?.payloads;
    const answered = event.workflowExecutionUpdateCompletedEventAttributes?.outcome?.success?.payloads;
    return started ?? answered ?? [];
  });
  const payloads = codec ? await codec.decode(encoded) : encoded;
  return payloads.map((payload) => {
    const { flowVersionId } = defaultPayloadConverter.fromPayload<{ flowVersionId: string }>(payload);
    return flowVersionId;
  });
}

/** Reads what the stack's codec wrote. */
async function readingConverter(env: Readonly<Record<string, string>>, pool: pg.Pool, orgId: string) {
  const current = Buffer.from(env['EVERCALL_KEK'] ?? '', 'base64');
  const { dataKeys, payloadKeys } = composeSecrets({ current }, pool);
  await dataKeys.current(orgId);
  return createDataConverter(payloadKeys, 'off');
}
