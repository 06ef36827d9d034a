import { describe, expect, it } from '@jest/globals';
import type { Endpoint } from '../../../api/endpoint.ts';
import { eachOrganization } from '../../../db/secrets/each-organization.ts';
import type { ApiWorld } from './api-world.ts';

/** Operations that are no GET and write no audit entry, each for its reason; docs/guide/secrets.md names them too. */
export const WITHOUT_ENTRY: Readonly<Record<string, string>> = {
  refresh: 'goes on with a session whose opening is an entry; only a token used twice is one',
  forgotPassword: 'sends a mail; the password that follows from it is an entry',
  createCallList: 'adds an empty list, which does nothing; what is imported into it is an entry',
  validateFlow: 'reads the draft',
  testFlow: 'runs scripted calls, and keeps nothing',
  syncPhoneNumbers: 'reads the carrier, and keeps what it says of our numbers',
  readNotification: 'what one has read of one’s own',
  openCircuitBreaker: 'belongs to no organization: `breaker_order` keeps who and why',
  closeCircuitBreaker: 'belongs to no organization: `breaker_order` keeps who and why',
  resetCircuitBreaker: 'belongs to no organization: `breaker_order` keeps who and why',
  voiceWebhook: 'of a carrier, not of a person',
  statusWebhook: 'of a carrier, not of a person',
  fallbackWebhook: 'of a carrier, not of a person',
  recordingWebhook: 'of a carrier, not of a person',
  transcriptionWebhook: 'of a carrier, not of a person',
};

interface Entry {
  request_id: string;
  action: string;
  told: string;
}

/** A number, a mail address: what an entry never tells of a person. */
const PERSONAL = /\+\d{7}|@/;

/** A block, to come last: the requests of an endpoint that this file made with success wrote their audit entries. */
export function describeAuditing(endpoint: Endpoint, world: () => ApiWorld): void {
  if (endpoint.method === 'get') return;
  const isExcepted = Object.hasOwn(WITHOUT_ENTRY, endpoint.id);
  describe('the audit log', () => {
    it(isExcepted ? 'has nothing of it' : 'has what it changed, once and without personal data', async () => {
      const done = world().done.get(endpoint.id) ?? new Set();
      expect(done.size).toBeGreaterThan(0);
      const entries = (await entriesOf(world())).filter(({ request_id: id }) => done.has(id));
      if (isExcepted) expect(entries).toEqual([]);
      else expect(entries).not.toEqual([]);
      expect(new Set(entries.map(({ request_id: id }) => id)).size).toBe(entries.length);
      for (const { action, told } of entries) {
        expect(action).toMatch(/^[a-z_]+\.[a-z_]+$/);
        expect(told).not.toMatch(PERSONAL);
      }
    });
  });
}

async function entriesOf({ pool, inOrg }: ApiWorld): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const orgId of eachOrganization(pool)) {
    const { rows } = await inOrg(orgId, (tx) =>
      tx.query<Entry>('SELECT request_id, action, concat(target_id, detail) AS told FROM audit_entry'),
    );
    entries.push(...rows);
  }
  return entries;
}
