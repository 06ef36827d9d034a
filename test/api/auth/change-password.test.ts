import { it } from '@jest/globals';
import { changePassword } from '../../../api/endpoints/auth/change-password.endpoint.ts';
import { ADMIN_PASSWORD } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addPerson, signIn } from '../harness/people.ts';

const world = useApiWorld();
const NEW_PASSWORD = 'another long password';
const newPerson = () => addPerson(world().deps, world().ours.orgId, 'agent');
const as = (accessToken: string) => ({ Authorization: `Bearer ${accessToken}` });
const change = (accessToken: string, currentPassword: string) =>
  world()
    .http.post('/api/v1/auth/password/change')
    .set(as(accessToken))
    .send({ currentPassword, newPassword: NEW_PASSWORD });
const me = (accessToken: string) => world().http.get('/api/v1/auth/me').set(as(accessToken));

describeEndpoint(changePassword, world, {
  200: () => {
    it('ends every session and begins a new one for who asked', async () => {
      const { deps, ours, http } = world();
      const person = await newPerson();
      const elsewhere = await signIn(deps, ours.orgId, person.userId);
      await me(elsewhere.accessToken).expect(200);
      const { body } = await change(person.accessToken, ADMIN_PASSWORD).expect(200);
      for (const token of [person.accessToken, elsewhere.accessToken])
        expectProblem(await me(token), 401, 'auth.required');
      await me(body.accessToken).expect(200);
      await http.post('/api/v1/auth/refresh').send({ refreshToken: body.refreshToken }).expect(200);
      await http.post('/api/v1/auth/login').send({ email: person.email, password: NEW_PASSWORD }).expect(200);
      await http
        .post('/api/v1/auth/login')
        .send({ email: person.email, password: ADMIN_PASSWORD })
        .expect(401);
    });
  },
  401: () => {
    it('asks for the current password', async () => {
      const person = await newPerson();
      expectProblem(await change(person.accessToken, 'wrong'), 401, 'auth.bad_credentials');
      await me(person.accessToken).expect(200);
    });
  },
  429: () => {
    it('slows down who guesses it with a stolen token', async () => {
      const person = await newPerson();
      for (let tries = 0; tries < 5; tries += 1) await change(person.accessToken, 'wrong').expect(401);
      expectProblem(await change(person.accessToken, ADMIN_PASSWORD), 429, 'auth.throttled');
    });
  },
});
