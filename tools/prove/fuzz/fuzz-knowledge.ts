import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import twilio from 'twilio';
import { ENDPOINTS } from '../../../api/endpoints.ts';
import { FIRST_TURN } from '../../../contracts/names.ts';
import { addPasswordReset } from '../../../db/identity/password-reset.ts';
import { ADMIN_PASSWORD, type ApiWorld } from '../../../test/api/harness/api-world.ts';
import { addPerson } from '../../../test/api/harness/people.ts';
import { bodyOf, resourceOf } from '../../../test/api/harness/requests.ts';
import { addVoicemail } from '../../../test/api/harness/recording-rows.ts';
import { addAttempt, addCampaign, addFlow } from '../../../test/api/harness/rows.ts';
import { attemptQuery } from '../../../test/api/harness/webhook-requests.ts';
import { candidatesFor, newestIds } from '../access/belongings.ts';
import type { Random } from '../random.ts';
import type { FuzzKnowledge } from './fuzz-request.ts';
import type { Operation } from './open-api.ts';

type Person = Awaited<ReturnType<typeof addPerson>>;

/** Where a system is reached by its carrier, and its carrier by us; without `carrierUrl` no number can be bought there. */
export interface FuzzedSystem {
  readonly publicUrl: string;
  readonly fallbackUrl: string;
  readonly carrierUrl?: string;
}

/**
 * Looks what there is for requests to an operation, and makes what it is about: somebody signed in whom the requests
 * may lock out, a row for its id, a valid body, a call for its webhooks.
 */
export async function knowledgeFor(
  world: ApiWorld,
  operation: Operation,
  system: FuzzedSystem,
): Promise<FuzzKnowledge> {
  const { ours, theirs, operatorToken } = world;
  const endpoint = ENDPOINTS.find(({ id }) => id === operation.id);
  const person = await addPerson(world.deps, ours.orgId, 'admin');
  if (operation.path.startsWith('/api/v1/webhooks')) await forgetWebhookEndpoints(world);
  const ownId =
    (await OWN_IDS[operation.id]?.(world, person)) ?? (endpoint && (await resourceOf(world, ours, endpoint)));
  const theirId = endpoint && !operation.isForOperators && (await resourceOf(world, theirs, endpoint));
  const ids = await newestIds(world, ours);
  const own = [ownId, ownId, ownId, ownId, theirId || undefined].filter((id) => id !== undefined);
  const best = operation.isForOperators ? [operatorToken] : [person.accessToken];
  return {
    idsFor: (name) => (name === 'id' && own.length > 0 ? own : candidatesFor(name, { idByTable: ids })),
    bestTokens: best,
    tokens: [...best, operatorToken, ours.apiKey, ours.tokens.supervisor, ours.tokens.agent],
    orgRef: ours.ref,
    validBody:
      (await OWN_BODIES[operation.id]?.(world, person, system)) ??
      (endpoint && (await bodyOf(world, ours, endpoint))),
    webhook: operation.auth === 'signed' ? await webhooks(world, system) : neverAsked,
  };
}

/** Bodies that are right by what was made for them. */
const OWN_BODIES: Readonly<
  Record<string, (world: ApiWorld, person: Person, system: FuzzedSystem) => Promise<object | undefined>>
> = {
  login: async (_world, { email }) => ({ email, password: ADMIN_PASSWORD }),
  refresh: async (_world, { refreshToken }) => ({ refreshToken }),
  changePassword: async () => ({
    currentPassword: ADMIN_PASSWORD,
    newPassword: `${ADMIN_PASSWORD}, another`,
  }),
  resetPassword: async ({ inOrg, ours }, { userId }) => {
    const token = randomUUID();
    await inOrg(ours.orgId, (tx) => addPasswordReset(tx, userId, token));
    return { token, password: ADMIN_PASSWORD };
  },
  attachPhoneNumber: async (_world, _person, { carrierUrl }) => {
    if (carrierUrl === undefined) return undefined;
    const number = `+1202555${randomInt(1_000, 9_999)}`;
    await fetch(`${carrierUrl}/emulator/numbers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ e164: number }),
    });
    return { number };
  },
};

/** Rows that an operation can succeed with, where any row of the kind cannot. */
const OWN_IDS: Readonly<Record<string, (world: ApiWorld, person: Person) => Promise<string>>> = {
  getOrganization: addOrganization,
  updateOrganization: addOrganization,
  closeOrganization: addOrganization,
  pauseCampaign: (world, person) => startedCampaign(world, person),
  cancelCampaign: (world, person) => startedCampaign(world, person),
  resumeCampaign: async (world, person) => {
    const id = await startedCampaign(world, person);
    await steer(world, person, id, 'pause');
    return id;
  },
  getRecordingTranscription: async (world) => {
    const columns = { transcript: 'hello', transcript_state: 'done' };
    return (await addVoicemail(world, world.ours, columns)).recordingId;
  },
  callVoicemailBack: async (world) => {
    const flow = await addFlow(world, world.ours);
    const voicemail = await addVoicemail(world, world.ours);
    await world.inOrg(world.ours.orgId, (tx) =>
      tx.query('UPDATE call SET flow_version_id = $2 WHERE id = $1', [voicemail.callId, flow.versionId]),
    );
    return voicemail.id;
  },
};

async function startedCampaign(world: ApiWorld, person: Person): Promise<string> {
  const id = await addCampaign(world, world.ours);
  await steer(world, person, id, 'start');
  return id;
}

async function steer({ http }: ApiWorld, person: Person, id: string, how: string): Promise<void> {
  const path = `/api/v1/campaigns/${id}/${how}`;
  await http.post(path).set('Authorization', `Bearer ${person.accessToken}`).send({});
}

/** An organization may have only so many. */
async function forgetWebhookEndpoints({ inOrg, ours, theirs }: ApiWorld): Promise<void> {
  for (const { orgId } of [ours, theirs])
    await inOrg(orgId, (tx) => tx.query('UPDATE webhook_endpoint SET deleted_at = clock_timestamp()'));
}

/** One that may be closed. */
async function addOrganization({ pool }: ApiWorld): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT create_organization($1, 'Fuzzed', 'America/New_York', 'en', $2, $3) AS id`,
    [randomUUID(), randomBytes(32), randomBytes(32)],
  );
  return rows[0]?.id ?? '';
}

const neverAsked = () => {
  throw new Error('No carrier signs this operation.');
};

const FORMS: readonly Readonly<Record<string, string>>[] = [
  { CallStatus: 'ringing', SequenceNumber: '1' },
  { CallStatus: 'completed', SequenceNumber: '3', CallDuration: '12' },
  { CallStatus: 'in-progress' },
  { CallStatus: 'in-progress', Digits: '1' },
  { CallStatus: 'in-progress', SpeechResult: 'Žádný zájem', Confidence: '0.7' },
  { CallStatus: 'in-progress', Digits: '' },
  { CallStatus: 'nonsense', SequenceNumber: '-1', Confidence: 'x' },
  { RecordingStatus: 'completed', RecordingDuration: '4', RecordingChannels: '1' },
  { RecordingStatus: 'absent' },
  { TranscriptionText: 'hello', TranscriptionStatus: 'completed' },
];

/** Webhooks of a call that we made, and of calls that come in. */
async function webhooks(
  world: ApiWorld,
  { publicUrl, fallbackUrl }: FuzzedSystem,
): Promise<FuzzKnowledge['webhook']> {
  const { ours } = world;
  const placedSid = `CA${randomBytes(16).toString('hex')}`;
  const attempt = await addAttempt(world, ours, 'placed', placedSid);
  return (path, random) => {
    const isIncoming = random.chance(0.3);
    const turn = path.endsWith('/voice') ? random.pick([FIRST_TURN, 't-unknown', undefined]) : undefined;
    const query = isIncoming ? '' : attemptQuery(attempt, turn);
    const params = {
      AccountSid: ours.accountSid,
      CallSid: isIncoming ? `CA${hex(random, 32)}` : placedSid,
      RecordingSid: `RE${hex(random, 32)}`,
      From: `+1212555${1000 + random.below(9000)}`,
      To: random.pick(['+12125550101', '+12125550199']),
      ...random.pick(FORMS),
    };
    const origin = path.endsWith('/fallback') ? fallbackUrl : publicUrl;
    const signature = twilio.getExpectedTwilioSignature(ours.authToken, origin + path + query, params);
    return { query, form: new URLSearchParams(params).toString(), signature };
  };
}

function hex(random: Random, length: number): string {
  return Array.from({ length }, () => random.below(16).toString(16)).join('');
}
