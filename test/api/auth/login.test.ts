import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_PASSWORD, apiWorld, type ApiWorld } from '../harness/api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

describe('login', () => {
  it('gives a token that says who asks', async () => {
    const { body } = await world.http
      .post('/api/v1/auth/login')
      .send({ email: world.ours.adminEmail, password: ADMIN_PASSWORD })
      .expect(200);
    const me = await world.http
      .get('/api/v1/auth/me')
      .set('Authorization', `Bearer ${body.accessToken}`)
      .expect(200);
    expect(me.body).toMatchObject({ id: world.ours.adminId, organization: { id: world.ours.orgId } });
  });
});
