import { insertRow } from '../../db/tenant-fixture.ts';
import type { ApiWorld, TestOrg } from './api-world.ts';
import { addContact, addFlow } from './rows.ts';

/** Adds a callback in a state, due in an hour. */
export async function addCallback(
  world: ApiWorld,
  org: TestOrg,
  state: 'scheduled' | 'calling' | 'completed' | 'canceled' = 'scheduled',
): Promise<string> {
  const contactId = await addContact(world, org);
  const flow = await addFlow(world, org);
  return world.inOrg(org.orgId, (tx) =>
    insertRow(tx, 'callback', {
      org_id: org.orgId,
      contact_id: contactId,
      origin: 'api',
      phone_number_id: org.phoneNumberId,
      flow_version_id: flow.versionId,
      state,
      due_at: new Date(Date.now() + 3_600_000),
      zone: 'America/New_York',
      finished_at: state === 'scheduled' || state === 'calling' ? null : new Date(),
    }),
  );
}
