import { randomUUID } from 'node:crypto';
import type { Endpoint } from '../../../api/endpoint.ts';
import type { ApiWorld } from '../../../test/api/harness/api-world.ts';
import { everybody, expectedReception, type Reception } from './identities.ts';

/** What came of asking for operations: how many cases, and a sentence for each that went wrong. */
export interface MatrixReport {
  readonly checked: number;
  readonly faults: readonly string[];
}

/** Asks for one operation as everybody; a request that is let in has no valid body and names nothing that is there. */
export async function checkRoles(world: ApiWorld, endpoint: Endpoint): Promise<MatrixReport> {
  const faults: string[] = [];
  const identities = await everybody(world, endpoint);
  for (const identity of identities) {
    const path = endpoint.path.replace('{orgRef}', world.ours.ref).replaceAll(/\{\w+\}/g, () => randomUUID());
    const request = world.http[endpoint.method](path).set(identity.headers);
    const answer = await (endpoint.body ? request.send([]) : request);
    const expected = expectedReception(endpoint, identity);
    const actual = receptionOf(answer.status, String(answer.body?.code ?? ''));
    if (actual !== expected) faults.push(`${endpoint.id} as ${identity.name}: ${actual}, not ${expected}`);
    if (answer.status === 500) faults.push(`${endpoint.id} as ${identity.name}: 500`);
  }
  return { checked: identities.length, faults };
}

function receptionOf(status: number, code: string): Reception {
  if (status === 401 && code === 'auth.required') return 'unauthenticated';
  if (status === 403 && (code === 'auth.forbidden' || code === 'auth.scope_missing')) return 'forbidden';
  return 'admitted';
}
