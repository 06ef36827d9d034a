import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { confirmationOf } from '../../../api/auth/address-confirmation.ts';
import { addPasswordReset } from '../../../db/identity/password-reset.ts';
import { ADMIN_PASSWORD, type ApiWorld } from '../../../test/api/harness/api-world.ts';
import type { addPerson } from '../../../test/api/harness/people.ts';
import { addVoicemail } from '../../../test/api/harness/recording-rows.ts';
import { addCampaign, addFlow } from '../../../test/api/harness/rows.ts';
import { addDelivery, addNotification } from '../../../test/api/harness/webhook-rows.ts';

type Person = Awaited<ReturnType<typeof addPerson>>;

/** Where a system is reached by its carrier, and its carrier by us; without `carrierUrl` no number can be bought there. */
export interface FuzzedSystem {
  readonly publicUrl: string;
  readonly fallbackUrl: string;
  readonly carrierUrl?: string;
}

/** Bodies that are right by what was made for them. */
export const OWN_BODIES: Readonly<
  Record<string, (world: ApiWorld, person: Person, system: FuzzedSystem) => Promise<object | undefined>>
> = {
  login: async (_world, { email }) => ({ email, password: ADMIN_PASSWORD }),
  refresh: async (_world, { refreshToken }) => ({ refreshToken }),
  changePassword: async () => ({
    currentPassword: ADMIN_PASSWORD,
    newPassword: `${ADMIN_PASSWORD}, another`,
  }),
  confirmEmail: async ({ deps, ours: { orgId } }, { userId }) => ({
    token: confirmationOf(deps.tokenKeys, { orgId, userId }, deps.clock.wallMs()),
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
export const OWN_IDS: Readonly<Record<string, (world: ApiWorld, person: Person) => Promise<string>>> = {
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
  readNotification: (world, { userId }) => addNotification(world, world.ours, userId),
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

/** What else a path names, of the row in it. */
export const OWN_PATHS: Readonly<
  Record<string, (world: ApiWorld, id: string) => Promise<Record<string, readonly string[]>>>
> = {
  replayWebhookDelivery: async (world, id) => ({
    id: [id],
    deliveryId: [await addDelivery(world, world.ours, id, 'failed')],
  }),
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

/** One that may be closed. */
async function addOrganization({ pool }: ApiWorld): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT create_organization($1, 'Fuzzed', 'America/New_York', 'en', $2, $3) AS id`,
    [randomUUID(), randomBytes(32), randomBytes(32)],
  );
  return rows[0]?.id ?? '';
}
