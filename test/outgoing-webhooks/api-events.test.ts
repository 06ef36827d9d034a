import { expect, it } from '@jest/globals';
import { startCampaign } from '../../api/endpoints/campaigns/start-campaign.endpoint.ts';
import { createSuppression } from '../../api/endpoints/compliance/create-suppression.endpoint.ts';
import { publishFlow } from '../../api/endpoints/flows/publish-flow.endpoint.ts';
import { listNotifications } from '../../api/endpoints/notifications/list-notifications.endpoint.ts';
import { validateProviderKey } from '../../api/endpoints/provider-keys/validate-provider-key.endpoint.ts';
import { listWebhookDeliveries } from '../../api/endpoints/webhook-endpoints/list-webhook-deliveries.endpoint.ts';
import { useApiWorld } from '../api/harness/api-world-hooks.ts';
import { call } from '../api/harness/requests.ts';
import { addCampaign, addFlow, addProviderKey } from '../api/harness/rows.ts';
import { addWebhook } from '../api/harness/webhook-rows.ts';
import { useProviderServer } from '../api/provider-keys/provider-server.ts';

const providers = useProviderServer();
const world = useApiWorld({ providers: providers.baseUrls });

/** Listens from now on; answers what it was told since, oldest first. */
async function listen(): Promise<() => Promise<string[]>> {
  const { id } = await addWebhook(world(), world().ours, { events: ['*'] });
  return async () => {
    const { body } = await call(world(), listWebhookDeliveries, { id, role: 'admin' }).expect(200);
    return body.data.map(({ type }: { type: string }) => type).toReversed();
  };
}

it('what is done through the API is told, once', async () => {
  const told = await listen();
  const campaign = await addCampaign(world(), world().ours, 'draft');
  for (let time = 0; time < 2; time += 1)
    await call(world(), startCampaign, { id: campaign, role: 'admin' }).send({});
  const flow = await addFlow(world(), world().ours);
  await call(world(), publishFlow, { id: flow.id, role: 'admin' }).expect(201);
  for (let time = 0; time < 2; time += 1)
    await call(world(), createSuppression, { role: 'admin' }).send({ phone: '+12125550198' });
  expect(await told()).toEqual(['campaign.started', 'flow.published', 'contact.opted_out']);
});

it('a key that its provider refuses from now on is told, and administrators are notified, once', async () => {
  const told = await listen();
  const id = await addProviderKey(world(), world().ours);
  providers.answer = { status: 401, body: { error: { code: 'invalid_api_key' } } };
  for (let time = 0; time < 2; time += 1)
    await call(world(), validateProviderKey, { id, role: 'admin' }).expect(200);
  expect(await told()).toEqual(['provider_key.invalid']);
  const notices = async (role: 'admin' | 'agent') =>
    (await call(world(), listNotifications, { role }).expect(200)).body.data;
  expect(await notices('admin')).toMatchObject([
    { kind: 'provider_key.invalid', data: { providerKeyId: id, provider: 'openai' } },
  ]);
  expect(await notices('agent')).toEqual([]);
});
