import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { listAuditLog } from '../../../api/endpoints/audit/list-audit-log.endpoint.ts';
import { type AuditRecord, recordAudit } from '../../../db/audit/record-audit.ts';
import { composeSecrets } from '../../../runtime/compose-secrets.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import type { TestOrg } from '../harness/api-world.ts';

const world = useApiWorld();
const record = (org: TestOrg, entry: Partial<AuditRecord>) =>
  world().inOrg(org.orgId, (tx) =>
    recordAudit(tx, {
      actor: { kind: 'user', id: 'ann' },
      action: 'campaign.paused',
      target: { kind: 'campaign', id: 'c1' },
      ...entry,
    }),
  );
const ask = async (query: string) =>
  (await call(world(), listAuditLog, { role: 'admin', query }).expect(200)).body;

describeEndpoint(listAuditLog, world, {
  200: () => {
    it('lists newest first, filtered, in pages, each entry verified', async () => {
      const { ours, theirs } = world();
      await record(ours, { detail: { reason: 'lunch' }, ip: '2001:db8::1', requestId: 'r1' });
      await record(ours, { action: 'campaign.resumed' });
      await record(ours, { action: 'flow.published', actor: { kind: 'api_key', id: 'k1' } });
      await record(ours, { action: 'campaigns_of_old.paused', target: { kind: 'other', id: 'x' } });
      await record(theirs, { action: 'campaign.paused' });
      const all = await ask('');
      expect(all.data.map(({ seq }: { seq: number }) => seq)).toEqual([4, 3, 2, 1]);
      expect(all.data.every(({ isIntact }: { isIntact: boolean }) => isIntact)).toBe(true);
      expect(all.data[3]).toMatchObject({
        actor: { kind: 'user', id: 'ann' },
        detail: { reason: 'lunch' },
        ip: '2001:db8::1',
        requestId: 'r1',
      });
      const seqs = async (query: string) => (await ask(query)).data.map(({ seq }: { seq: number }) => seq);
      expect(await seqs('?action=campaign.*')).toEqual([2, 1]);
      expect(await seqs('?action=flow.published')).toEqual([3]);
      expect(await seqs('?actorKind=api_key')).toEqual([3]);
      expect(await seqs('?targetKind=other&targetId=x')).toEqual([4]);
      expect(await seqs(`?from=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([]);
      expect(await seqs(`?to=${new Date(Date.now() + 60_000).toISOString()}`)).toHaveLength(4);
      const page = await ask('?limit=3');
      expect(await seqs(`?limit=3&cursor=${page.nextCursor}`)).toEqual([1]);
    });
  },
  503: () => {
    it('does not call entries intact that it cannot verify', async () => {
      await record(world().ours, {});
      composeSecrets({ current: randomBytes(32) }, world().pool);
      expectProblem(await call(world(), listAuditLog, { role: 'admin' }), 503, 'secret.unreadable');
    });
  },
});
