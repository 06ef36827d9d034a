import { expect, it } from '@jest/globals';
import { resetPassword } from '../../../api/endpoints/auth/reset-password.endpoint.ts';
import { addPasswordReset } from '../../../db/identity/password-reset.ts';
import { ADMIN_PASSWORD } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addPerson } from '../harness/people.ts';

const world = useApiWorld();
const NEW_PASSWORD = 'another long password';
const reset = (token: string, password = NEW_PASSWORD) =>
  world().http.post('/api/v1/auth/password/reset').send({ token, password });
const login = (email: string, password: string) =>
  world().http.post('/api/v1/auth/login').send({ email, password });

async function personWithToken(token: string) {
  const { deps, ours, inOrg } = world();
  const person = await addPerson(deps, ours.orgId, 'agent');
  await inOrg(ours.orgId, (tx) => addPasswordReset(tx, person.userId, token));
  return person;
}

describeEndpoint(resetPassword, world, {
  204: () => {
    it('sets the new password and ends every session', async () => {
      const person = await personWithToken('one');
      const me = () =>
        world().http.get('/api/v1/auth/me').set('Authorization', `Bearer ${person.accessToken}`);
      await me().expect(200);
      await reset('one').expect(204);
      expectProblem(await me(), 401, 'auth.required');
      await login(person.email, ADMIN_PASSWORD).expect(401);
      await login(person.email, NEW_PASSWORD).expect(200);
      const refresh = await world()
        .http.post('/api/v1/auth/refresh')
        .send({ refreshToken: person.refreshToken });
      expectProblem(refresh, 401, 'auth.refresh_refused');
    });
  },
  400: () => {
    it('refuses a token that is unknown, used, over, or of a closed account', async () => {
      const { inOrg, ours } = world();
      const person = await personWithToken('used');
      await inOrg(ours.orgId, (tx) => addPasswordReset(tx, person.userId, 'beside'));
      await reset('used').expect(204);
      const over = await personWithToken('over');
      const closed = await personWithToken('closed');
      await inOrg(ours.orgId, async (tx) => {
        await tx.query('UPDATE password_reset SET expires_at = clock_timestamp() WHERE user_id = $1', [
          over.userId,
        ]);
        await tx.query('UPDATE "user" SET disabled_at = clock_timestamp() WHERE id = $1', [closed.userId]);
      });
      for (const token of ['unknown', 'used', 'beside', 'over', 'closed'])
        expectProblem(await reset(token), 400, 'auth.token_not_valid');
    });

    it('takes a token once, however many come at once', async () => {
      await personWithToken('race');
      const statuses = (await Promise.all([reset('race'), reset('race'), reset('race')])).map(
        (a) => a.status,
      );
      expect(statuses.toSorted((a, b) => a - b)).toEqual([204, 400, 400]);
    });
  },
});
