import { expect, it } from '@jest/globals';
import { forgotPassword } from '../../../api/endpoints/auth/forgot-password.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addPerson } from '../harness/people.ts';

const world = useApiWorld();
const ask = (email: string) => world().http.post('/api/v1/auth/password/forgot').send({ email });

describeEndpoint(forgotPassword, world, {
  202: () => {
    it('mails a link in the language of the organization, and stores only its hash', async () => {
      const { deps, ours, mails, inOrg } = world();
      await inOrg(ours.orgId, (tx) => tx.query(`UPDATE organization SET default_language = 'es'`));
      await ask(ours.adminEmail.toUpperCase()).expect(202);
      await deps.background.settled();
      expect(mails).toHaveLength(1);
      expect(mails[0]).toMatchObject({ to: ours.adminEmail, subject: 'Establezca una contraseña nueva' });
      const token = /reset-password#token=([\w-]{43})\n/.exec(mails[0]?.text ?? '')?.[1] ?? '';
      expect(token).toHaveLength(43);
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query('SELECT t::text AS text FROM password_reset t'),
      );
      expect(rows).toHaveLength(1);
      expect(rows[0].text).not.toContain(token);
    });

    it('answers the same for an address that is unknown or closed, and mails nothing', async () => {
      const { deps, ours, mails, inOrg } = world();
      mails.length = 0;
      const person = await addPerson(deps, ours.orgId, 'agent', 'closed@example.test');
      await inOrg(ours.orgId, (tx) =>
        tx.query('UPDATE "user" SET disabled_at = clock_timestamp() WHERE id = $1', [person.userId]),
      );
      const known = await ask((await addPerson(deps, ours.orgId, 'agent')).email).expect(202);
      for (const email of ['nobody@example.test', 'closed@example.test']) {
        const answer = await ask(email).expect(202);
        expect(answer.text).toBe(known.text);
      }
      await deps.background.settled();
      expect(mails).toHaveLength(1);
    });

    it('answers before it looks anything up, so that its time tells nothing', async () => {
      const { deps, ours, inOrg } = world();
      await inOrg(ours.orgId, async (tx) => {
        // Nobody can read a user as long as this transaction lasts.
        await tx.query('LOCK TABLE "user" IN ACCESS EXCLUSIVE MODE');
        await ask(ours.adminEmail).expect(202);
      });
      await deps.background.settled();
    });
  },
  429: () => {
    it('mails one address few times an hour, known or not', async () => {
      for (const email of [
        'busy@example.test',
        (await addPerson(world().deps, world().ours.orgId, 'agent')).email,
      ]) {
        for (let asked = 0; asked < 3; asked += 1) await ask(email).expect(202);
        expectProblem(await ask(email), 429, 'auth.throttled');
      }
    });
  },
});
