import { ENDPOINTS } from '../../../api/endpoints.ts';
import { ROLES } from '../../../contracts/auth.schema.ts';
import type { ApiWorld } from '../../../test/api/harness/api-world.ts';
import { addPerson, signIn } from '../../../test/api/harness/people.ts';
import { bodyOf, resourceOf } from '../../../test/api/harness/requests.ts';
import { candidatesFor, newestIds } from '../access/belongings.ts';
import type { FuzzKnowledge } from './fuzz-request.ts';
import { fuzzedWebhooks, neverAsked } from './fuzzed-webhooks.ts';
import { type FuzzedSystem, OWN_BODIES, OWN_IDS, OWN_PATHS } from './made-for-operations.ts';
import type { Operation } from './open-api.ts';

const RENEW_MS = 240_000;

/**
 * Looks what there is for requests to an operation, and makes what it is about: somebody signed in whom the requests
 * may lock out, a row for its id, a valid body, a call for its webhooks.
 */
export async function knowledgeFor(
  world: ApiWorld,
  operation: Operation,
  system: FuzzedSystem,
): Promise<FuzzKnowledge> {
  await renewTokens(world);
  const { ours, theirs, operatorToken } = world;
  const endpoint = ENDPOINTS.find(({ id }) => id === operation.id);
  const person = await addPerson(world.deps, ours.orgId, 'admin');
  if (operation.path.startsWith('/api/v1/webhooks')) await forgetWebhookEndpoints(world);
  const ownId =
    (await OWN_IDS[operation.id]?.(world, person)) ?? (endpoint && (await resourceOf(world, ours, endpoint)));
  const theirId = endpoint && !operation.isForOperators && (await resourceOf(world, theirs, endpoint));
  const ids = await newestIds(world, ours);
  const own = [ownId, ownId, ownId, ownId, theirId || undefined].filter((id) => id !== undefined);
  const best = operation.isForOperators ? [operatorToken] : [person.accessToken];
  return {
    idsFor: (name) => (name === 'id' && own.length > 0 ? own : candidatesFor(name, { idByTable: ids })),
    pathValues: {
      id: own,
      orgRef: [ours.ref],
      suiteId: ['main'],
      // One that nothing else here needs.
      name: ['openai'],
      ...(ownId !== undefined && (await OWN_PATHS[operation.id]?.(world, ownId))),
    },
    bestTokens: best,
    tokens: [...best, operatorToken, ours.apiKey, ours.tokens.supervisor, ours.tokens.agent],
    validBody:
      (await OWN_BODIES[operation.id]?.(world, person, system)) ??
      (endpoint && (await bodyOf(world, ours, endpoint))),
    webhook: operation.auth === 'signed' ? await fuzzedWebhooks(world, system) : neverAsked,
  };
}

/** An organization may have only so many. */
async function forgetWebhookEndpoints({ inOrg, ours, theirs }: ApiWorld): Promise<void> {
  for (const { orgId } of [ours, theirs])
    await inOrg(orgId, (tx) => tx.query('UPDATE webhook_endpoint SET deleted_at = clock_timestamp()'));
}

const renewedAtMs = new WeakMap<ApiWorld, number>();

/** Access tokens last ten minutes, and a run may last longer. */
async function renewTokens(world: ApiWorld): Promise<void> {
  const { deps } = world;
  if (performance.now() - (renewedAtMs.get(world) ?? Number.NEGATIVE_INFINITY) < RENEW_MS) return;
  renewedAtMs.set(world, performance.now());
  for (const org of [world.ours, world.theirs]) {
    for (const role of ROLES)
      org.tokens[role] = (await signIn(deps, org.orgId, org.people[role].userId)).accessToken;
  }
  const operator = await deps.tokens.verify(world.operatorToken);
  world.operatorToken = await deps.tokens.sign(operator);
}
