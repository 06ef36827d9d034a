import type { ApiWorld } from '../../../test/api/harness/api-world.ts';
import { type SignedIn, signIn } from '../../../test/api/harness/people.ts';

/** A race of refreshes and what came of it; null where it had exactly one successor. */
export type RaceFault = string | null;

/** Requests of one race; a client with a bad connection and a few tabs sends no more at once. */
const RUNNERS = 4;

/** Signs an agent in, for one try of a proof. */
export function newSession({ deps, ours }: ApiWorld): Promise<SignedIn> {
  return signIn(deps, ours.orgId, ours.people.agent.userId);
}

/** Sends one refresh token several times at once: each answer must hold the same successor, which works. */
export async function refreshRace(world: ApiWorld): Promise<RaceFault> {
  const { inOrg, ours } = world;
  const { refreshToken, sessionId } = await newSession(world);
  const answers = await Promise.all(Array.from({ length: RUNNERS }, () => refresh(world, refreshToken)));
  const successors = new Set(answers.map(({ body }) => String(body.refreshToken)));
  const refused = answers.filter(({ status }) => status !== 200).length;
  const { rows } = await inOrg(ours.orgId, (tx) =>
    tx.query<{ tokens: number }>('SELECT count(*) AS tokens FROM refresh_token WHERE session_id = $1', [
      sessionId,
    ]),
  );
  if (refused > 0) return `${refused} of ${RUNNERS} refused`;
  if (successors.size !== 1 || rows[0]?.tokens !== 2)
    return `${successors.size} successors, ${rows[0]?.tokens} generations`;
  const [successor = ''] = successors;
  return (await refresh(world, successor)).status === 200 ? null : 'the successor does not work';
}

/** One refresh by the API. */
export function refresh({ http }: ApiWorld, refreshToken: string) {
  return http.post('/api/v1/auth/refresh').send({ refreshToken });
}
