import { describe, expect, it } from '@jest/globals';
import { ENDPOINTS } from '../../api/endpoints.ts';
import { useApiWorld } from './harness/api-world-hooks.ts';
import { bodyOf, call, resourceOf } from './harness/requests.ts';

const world = useApiWorld();
const withId = ENDPOINTS.filter(({ path }) => path.includes('{id}'));

/** Everything that an organization has, as one text. */
async function everything(orgId: string): Promise<string> {
  return world().inOrg(orgId, async (tx) => {
    const tables = [
      'campaign',
      'campaign_control',
      'contact',
      'flow',
      'flow_draft',
      'flow_version',
      'call_attempt',
      'call',
      'incident',
      'outbox',
      'phone_number',
      'recording',
      'voicemail',
      'callback',
    ];
    const parts: string[] = [];
    for (const table of tables) {
      const { rows } = await tx.query(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY to_jsonb(t)::text`);
      parts.push(`${table}: ${JSON.stringify(rows)}`);
    }
    return parts.join('\n');
  });
}

describe('what belongs to another organization', () => {
  it.each(withId.map((endpoint) => [endpoint.id, endpoint] as const))(
    '%s answers 404 and changes nothing',
    async (_id, endpoint) => {
      const { ours, theirs } = world();
      const id = (await resourceOf(world(), theirs, endpoint)) ?? '';
      const body = await bodyOf(world(), ours, endpoint);
      const before = await everything(theirs.orgId);
      const request = call(world(), endpoint, { id, role: 'admin' }).set('If-Match', '*');
      const answer = endpoint.method === 'get' ? await request : await request.send(body ?? {});
      expect(answer.status).toBe(404);
      expect(answer.body.code).toMatch(/\.not_found$/);
      expect(await everything(theirs.orgId)).toBe(before);
    },
  );
});
