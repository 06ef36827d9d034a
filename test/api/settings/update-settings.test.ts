import { expect, it } from '@jest/globals';
import { getSettings } from '../../../api/endpoints/settings/get-settings.endpoint.ts';
import { updateSettings } from '../../../api/endpoints/settings/update-settings.endpoint.ts';
import type { TestOrg } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call, SETTINGS } from '../harness/requests.ts';

const world = useApiWorld();
const etag = async () => (await call(world(), getSettings, { role: 'agent' })).headers.etag ?? '';
const update = (body: object, tag: string) =>
  call(world(), updateSettings, { role: 'admin' }).set('If-Match', tag).send(body);

async function carrierAccountOf(org: TestOrg): Promise<string> {
  const { rows } = await world().inOrg(org.orgId, (tx) =>
    tx.query<{ id: string }>('SELECT id FROM carrier_account LIMIT 1'),
  );
  return rows[0]?.id ?? '';
}

describeEndpoint(updateSettings, world, {
  200: () => {
    it('replaces them, and tells what changed in the audit chain', async () => {
      const { ours, inOrg } = world();
      const defaultCarrierAccountId = await carrierAccountOf(ours);
      const wanted = { ...SETTINGS, defaultCarrierAccountId };
      const { body, headers } = await update(wanted, await etag()).expect(200);
      expect(body).toEqual(wanted);
      const read = await call(world(), getSettings, { role: 'agent' }).expect(200);
      expect(read.body).toEqual(wanted);
      expect(read.headers.etag).toBe(headers.etag);
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query(`SELECT o.default_zone, o.max_call_seconds, e.detail FROM organization o, audit_entry e
                   WHERE e.action = 'settings.updated'`),
      );
      expect(rows[0]).toMatchObject({ default_zone: 'Europe/Prague', max_call_seconds: 1800 });
      expect(rows[0]?.detail.changed).toEqual(expect.arrayContaining(['defaultZone', 'retention']));
      expect(rows[0]?.detail.changed).not.toContain('unknownPolicy');
    });
  },
  412: () => {
    it('lets one of two changes through that read the same', async () => {
      const tag = await etag();
      const answers = await Promise.all([update(SETTINGS, tag), update(SETTINGS, tag)]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
      expectProblem(await update(SETTINGS, tag), 412, 'request.precondition_failed');
    });
  },
  422: () => {
    it('refuses a default that is none of the languages, and a carrier account of somebody else', async () => {
      const foreign = await carrierAccountOf(world().theirs);
      for (const [pointer, change] of [
        ['/defaultLanguage', { languages: ['en'] }],
        ['/defaultCarrierAccountId', { defaultCarrierAccountId: foreign }],
        ['/defaultZone', { defaultZone: 'Mars/Olympus' }],
        ['/retention/recordingDays', { retention: { ...SETTINGS.retention, recordingDays: 0 } }],
      ] as const) {
        const answer = await update({ ...SETTINGS, ...change }, await etag());
        expectProblem(answer, 422, 'request.not_valid');
        expect(answer.body.errors[0].pointer).toBe(pointer);
      }
    });
  },
  428: () => {
    it('asks what was read', async () => {
      const answer = await call(world(), updateSettings, { role: 'admin' }).send(SETTINGS);
      expectProblem(answer, 428, 'request.precondition_required');
    });
  },
});
