import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import type { Endpoint } from '../../../api/endpoint.ts';
import { createSuppression } from '../../../api/endpoints/compliance/create-suppression.endpoint.ts';
import { createCampaign } from '../../../api/endpoints/campaigns/create-campaign.endpoint.ts';
import { startCampaign } from '../../../api/endpoints/campaigns/start-campaign.endpoint.ts';
import { importContacts } from '../../../api/endpoints/contacts/import-contacts.endpoint.ts';
import { saveFlowSuite } from '../../../api/endpoints/flows/save-flow-suite.endpoint.ts';
import { updateFlow } from '../../../api/endpoints/flows/update-flow.endpoint.ts';
import { closeOrganization } from '../../../api/endpoints/organizations/close-organization.endpoint.ts';
import { updateOrganization } from '../../../api/endpoints/organizations/update-organization.endpoint.ts';
import { updatePhoneNumber } from '../../../api/endpoints/phone-numbers/update-phone-number.endpoint.ts';
import { updateMySettings } from '../../../api/endpoints/settings/update-my-settings.endpoint.ts';
import { updateSettings } from '../../../api/endpoints/settings/update-settings.endpoint.ts';
import { updateWebhook } from '../../../api/endpoints/webhook-endpoints/update-webhook.endpoint.ts';
import { updateVoicemail } from '../../../api/endpoints/voicemail/update-voicemail.endpoint.ts';
import { campaignWorkflowId, importWorkflowId } from '../../../contracts/names.ts';
import type { ApiWorld, TestOrg } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { bodyOf, call, resourceOf } from '../harness/requests.ts';

// Before the world, so that it ends before it.
const started: string[] = [];
afterAll(async () => {
  for (const id of started) await world().deps.temporal.workflow.getHandle(id).terminate();
});
const world = useApiWorld({ temporal: true });

/** The number of entries of an organization. */
async function entries(at: ApiWorld, { orgId }: TestOrg): Promise<number> {
  const { rows } = await at.inOrg(orgId, (tx) =>
    tx.query<{ count: number }>('SELECT count(*)::int FROM audit_entry'),
  );
  return rows[0]?.count ?? 0;
}

/** How many entries each of some requests wrote, one after the other; each has to succeed. */
async function written(org: TestOrg, requests: readonly (() => PromiseLike<Response>)[]): Promise<number[]> {
  const counts: number[] = [];
  for (const request of requests) {
    const before = await entries(world(), org);
    expect((await request()).status).toBeLessThan(300);
    counts.push((await entries(world(), org)) - before);
  }
  return counts;
}

const TAKES_THE_SAME_AGAIN: readonly Endpoint[] = [
  createSuppression,
  startCampaign,
  saveFlowSuite,
  updateFlow,
  updateMySettings,
  updatePhoneNumber,
  updateSettings,
  updateVoicemail,
  updateWebhook,
];

/** A body that changes what was made for it. */
const CHANGED_BODY: Readonly<Record<string, object>> = {
  updateFlow: { name: 'renamed', document: { nodes: {} } },
};

describe('what changes nothing is not in the audit log', () => {
  it.each(TAKES_THE_SAME_AGAIN.map((endpoint) => [endpoint.id, endpoint] as const))(
    '%s, asked for twice',
    async (id, endpoint) => {
      const { ours } = world();
      const resource = await resourceOf(world(), ours, endpoint);
      const draft = id === 'startCampaign' ? await draftOf(world()) : resource;
      const body = CHANGED_BODY[id] ?? (await bodyOf(world(), ours, endpoint)) ?? {};
      const ask = () =>
        call(world(), endpoint, { role: 'admin', ...(draft && { id: draft }) })
          .set('If-Match', '*')
          .send(body);
      expect(await written(ours, [ask, ask])).toEqual([1, 0]);
    },
  );

  it('the same file imported into the same list', async () => {
    const ask = () =>
      call(world(), importContacts, { role: 'admin', query: '?listName=Same&source=test' })
        .type('text/csv')
        .send('phone\n+12125550123\n');
    expect(await written(world().ours, [ask, ask])).toEqual([1, 0]);
    started.push(importWorkflowId((await ask()).body.id));
  });

  it('a request that is answered again by its Idempotency-Key', async () => {
    const body = await bodyOf(world(), world().ours, createCampaign);
    const key = randomUUID();
    const ask = () => call(world(), createCampaign, { role: 'admin' }).set('Idempotency-Key', key).send(body);
    expect(await written(world().ours, [ask, ask])).toEqual([1, 0]);
  });

  it('an organization that had that name, or was closed', async () => {
    const { theirs } = world();
    const rename = () =>
      call(world(), updateOrganization, { role: 'admin', id: theirs.orgId }).send({
        name: 'Hillside Clinic',
      });
    const close = () => call(world(), closeOrganization, { role: 'admin', id: theirs.orgId });
    expect(await written(theirs, [rename, rename, close, close])).toEqual([1, 0, 1, 0]);
  });
});

/** A draft that can be started. */
async function draftOf(at: ApiWorld): Promise<string> {
  const body = await bodyOf(at, at.ours, createCampaign);
  const made = await call(at, createCampaign, { role: 'admin' }).send(body).expect(201);
  started.push(campaignWorkflowId(made.body.id));
  return made.body.id;
}
