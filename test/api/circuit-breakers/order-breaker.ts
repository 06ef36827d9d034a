import type { Test } from 'supertest';
import type { Endpoint } from '../../../api/endpoint.ts';
import type { ApiWorld } from '../harness/api-world.ts';

/** Tells every process, as the operator, what to do with a breaker. */
export function orderBreaker(world: ApiWorld, endpoint: Endpoint, name: string, body: object): Test {
  return world.http
    .post(endpoint.path.replace('{name}', name))
    .set('Authorization', `Bearer ${world.operatorToken}`)
    .send(body);
}
