import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { confirmationOf } from '../../../api/auth/address-confirmation.ts';
import { confirmEmail } from '../../../api/endpoints/auth/confirm-email.endpoint.ts';
import { ADMIN_PASSWORD } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';

const world = useApiWorld();
const confirm = (token: string) => world().http.post('/api/v1/auth/email/confirm').send({ token });

/** Registers an organization; gives its admin, and the token of the mail. */
async function registered(email: string): Promise<{ orgId: string; userId: string; token: string }> {
  const { http, deps, mails } = world();
  const founder = { organizationName: 'Riverside', displayName: 'Ada', email, password: ADMIN_PASSWORD };
  const { body } = await http.post('/api/v1/auth/register').send(founder).expect(201);
  await deps.background.settled();
  const text = mails.findLast(({ to }) => to === email)?.text ?? '';
  const { org, sub } = decodeJwt(body.accessToken);
  return {
    orgId: String(org),
    userId: String(sub),
    token: /\/confirm-email#token=([\w.-]+)/.exec(text)?.[1] ?? '',
  };
}

/** Whether the address of an account is proven, and how often its confirmation was audited. */
async function standing({ orgId, userId }: { orgId: string; userId: string }): Promise<unknown> {
  const { rows } = await world().inOrg(orgId, (tx) =>
    tx.query(
      `SELECT email_proven_at IS NOT NULL AS proven,
              (SELECT count(*) FROM audit_entry WHERE action = 'user.email_confirmed' AND target_id = $1) AS entries
         FROM "user" WHERE id::text = $1`,
      [userId],
    ),
  );
  return rows[0];
}

describeEndpoint(confirmEmail, world, {
  204: () => {
    it('proves the address by the link of the mail, and does nothing the second time', async () => {
      const ada = await registered('ada@example.test');
      expect(await standing(ada)).toEqual({ proven: false, entries: 0 });
      await confirm(ada.token).expect(204);
      await confirm(ada.token).expect(204);
      expect(await standing(ada)).toEqual({ proven: true, entries: 1 });
    });
  },
  400: () => {
    it('refuses a token that is over, forged, of another account, or none', async () => {
      const { deps, ours } = world();
      const grace = await registered('grace@example.test');
      const eightDaysAgo = deps.clock.wallMs() - 8 * 86_400_000;
      const mac = grace.token.split('.').at(-1) ?? '';
      const others = { orgId: ours.orgId, userId: ours.adminId };
      const othersToken = confirmationOf(deps.tokenKeys, others, deps.clock.wallMs());
      for (const token of [
        confirmationOf(deps.tokenKeys, grace, eightDaysAgo),
        grace.token.replace(/\.(\d+)\./, (_, seconds: string) => `.${Number(seconds) + 1}.`),
        `${othersToken.slice(0, othersToken.lastIndexOf('.'))}.${mac}`,
        `${grace.token.slice(0, grace.token.lastIndexOf('.'))}.`,
        mac,
        'unknown',
      ])
        expectProblem(await confirm(token), 400, 'auth.token_not_valid');
      expect(await standing(grace)).toEqual({ proven: false, entries: 0 });
    });
  },
});

describe('an address', () => {
  it('is proven by a reset, by an invitation, and of the account that the seed made', async () => {
    const { deps, http, mails, ours } = world();
    const ivy = await registered('ivy@example.test');
    await http.post('/api/v1/auth/password/forgot').send({ email: 'ivy@example.test' }).expect(202);
    await deps.background.settled();
    const token = /reset-password#token=([\w-]+)/.exec(mails.at(-1)?.text ?? '')?.[1];
    await http.post('/api/v1/auth/password/reset').send({ token, password: ADMIN_PASSWORD }).expect(204);
    expect(await standing(ivy)).toMatchObject({ proven: true });

    const admin = `Bearer ${ours.tokens.admin}`;
    const invitation = { email: 'joan@example.test', role: 'agent' };
    await http.post('/api/v1/users').set('Authorization', admin).send(invitation).expect(201);
    await deps.background.settled();
    const invitationToken = /#token=([\w-]+)/.exec(mails.at(-1)?.text ?? '')?.[1];
    const taking = { invitationToken, password: ADMIN_PASSWORD, displayName: 'Joan' };
    const { body } = await http.post('/api/v1/auth/register').send(taking).expect(201);
    expect(
      await standing({ orgId: ours.orgId, userId: String(decodeJwt(body.accessToken).sub) }),
    ).toMatchObject({
      proven: true,
    });

    expect(await standing({ orgId: ours.orgId, userId: ours.adminId })).toMatchObject({ proven: true });
  });
});
