import { ApiClient } from '../client/api-client.ts';
import { ApiFault } from '../client/api-fault.ts';
import { API } from '../client/operations.ts';
import type { CliContext } from '../cli-command.types.ts';
import { CliFault } from '../cli-fault.ts';
import { answeredTokens } from './answered-tokens.ts';
import { apiAddress } from './api-address.ts';
import { type Session, SessionFile } from './session-file.ts';

/** A token is renewed this long before it ends. */
const RENEW_EARLY_MS = 30_000;

/** A refresh token whose answer was lost is taken again for ten seconds; later it would end the session. */
const RENEW_PATIENCE_MS = 6_000;

/** Options of every command that asks the API. */
export interface ApiOptions {
  readonly apiUrl?: string;
}

/** A client without a credential, for signing in. */
export async function anonymousApi({ env, signal }: CliContext, { apiUrl }: ApiOptions): Promise<ApiClient> {
  const baseUrl = apiAddress(apiUrl, env, await new SessionFile(env).current());
  return new ApiClient({ baseUrl, signal, authorization: async () => null });
}

/**
 * A client with EVERCALL_API_KEY, else with the session that was kept for this very API and renews itself. Throws
 * `CliFault` (3) when there is neither.
 */
export async function openApi(context: CliContext, { apiUrl }: ApiOptions): Promise<ApiClient> {
  const { env, signal } = context;
  const file = new SessionFile(env);
  const baseUrl = apiAddress(apiUrl, env, await file.current());
  const key = env['EVERCALL_API_KEY'];
  if (key) return new ApiClient({ baseUrl, signal, authorization: async () => `Bearer ${key}` });
  const patienceMs = RENEW_PATIENCE_MS;
  const bare = new ApiClient({ baseUrl, signal, patienceMs, authorization: async () => null });
  const authorization = async () => `Bearer ${await freshToken(file, baseUrl, bare)}`;
  await authorization();
  return new ApiClient({ baseUrl, signal, authorization });
}

/** The access token, renewed when it is about to end. Another command may have done so: the file is read each time. */
async function freshToken(file: SessionFile, origin: string, bare: ApiClient): Promise<string> {
  const session = await file.sessionAt(origin);
  if (!session) throw new CliFault(`You are not signed in at ${origin}.\n  To sign in: evercall login`, 3);
  if (session.accessExpiresAtMs - RENEW_EARLY_MS > Date.now()) return session.accessToken;
  if (session.refreshToken === null)
    throw new CliFault('The operator’s ten minutes are over.\n  To sign in: evercall login --operator', 3);
  return renew(file, origin, bare, { ...session, refreshToken: session.refreshToken });
}

/** A refresh token works once; two commands that use the same one within ten seconds get the same successor. */
async function renew(
  file: SessionFile,
  origin: string,
  bare: ApiClient,
  session: Session & { refreshToken: string },
): Promise<string> {
  try {
    const answer = await bare.call(API.refresh, { body: { refreshToken: session.refreshToken } });
    const tokens = answeredTokens(answer);
    await file.keep(origin, { email: session.email, ...tokens });
    return tokens.accessToken;
  } catch (error) {
    if (!(error instanceof ApiFault) || error.exitCode !== 3) throw error;
    const now = await file.sessionAt(origin);
    if (now && now.refreshToken !== session.refreshToken) return freshToken(file, origin, bare);
    await file.forget(origin);
    throw new CliFault(`The session at ${origin} has ended.\n  To sign in: evercall login`, 3);
  }
}
