import { z } from 'zod';
import { errorMessage } from '../stack/error-code.ts';
import { type Finding, finding } from './finding.ts';

const DEADLINE_MS = 8_000;

/** Where the carrier's REST API is asked. Source: Twilio docs, "REST API: IncomingPhoneNumber resource". */
const twilioApi = 'https://api.twilio.com';

const numbersSchema = z.object({
  incoming_phone_numbers: z.array(
    z.object({ phone_number: z.string(), capabilities: z.object({ voice: z.boolean() }) }),
  ),
});

const variables = ['PUBLIC_URL', 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM_NUMBER'] as const;

function checkVariables(env: NodeJS.ProcessEnv): Finding | undefined {
  const missing = variables.filter((name) => !env[name]);
  if (missing.length === 0) return undefined;
  const note = `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set`;
  return finding({ part: 'go-live', state: 'missing', note, mend: `export ${missing[0]}=…` });
}

/** Whether carriers can call PUBLIC_URL: https, a public name, and an answer of ours at /health/live. */
async function checkPublicUrl(publicUrl: string): Promise<Finding> {
  const known = { part: 'public URL', how: 'PUBLIC_URL', location: publicUrl };
  const broken = (note: string, mend: string) =>
    finding({ ...known, state: 'broken', reachable: false, note, mend });
  let url: URL;
  try {
    url = new URL(publicUrl);
  } catch {
    return broken('it is not a URL', 'export PUBLIC_URL=https://your.host');
  }
  if (url.protocol !== 'https:')
    return broken('carriers need https', 'put a TLS proxy or a tunnel before the API');
  if (url.pathname !== '/')
    return broken('it has a path: signatures cover origin only', `export PUBLIC_URL=${url.origin}`);
  try {
    const answer = await fetch(new URL('/health/live', url), { signal: AbortSignal.timeout(DEADLINE_MS) });
    if (answer.ok) return finding({ ...known, state: 'ok', reachable: true });
    return broken(
      `/health/live answers ${answer.status}`,
      'point the proxy at the API (npm run stack status)',
    );
  } catch (error) {
    return broken(errorMessage(error), 'start the API and the proxy or tunnel before it');
  }
}

/** Whether the credentials open the account and the number in it can call. Asks the carrier once, changes nothing. */
export async function checkCarrierNumber(
  { sid, token, number }: { sid: string; token: string; number: string },
  apiBaseUrl: string = twilioApi,
): Promise<Finding> {
  const known = { part: 'carrier', how: 'TWILIO_ACCOUNT_SID', location: new URL(apiBaseUrl).host };
  const broken = (note: string, mend: string) => finding({ ...known, state: 'broken', note, mend });
  const query = new URLSearchParams({ PhoneNumber: number });
  const authorization = `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`;
  try {
    const answer = await fetch(
      `${apiBaseUrl}/2010-04-01/Accounts/${sid}/IncomingPhoneNumbers.json?${query.toString()}`,
      {
        headers: { authorization },
        signal: AbortSignal.timeout(DEADLINE_MS),
      },
    );
    if (answer.status === 401 || answer.status === 403)
      return broken(
        'the carrier refuses the credentials',
        'copy TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN again',
      );
    if (!answer.ok)
      return broken(`the carrier answers ${answer.status}`, 'try again later (status.twilio.com)');
    const numbers = numbersSchema.parse(await answer.json()).incoming_phone_numbers;
    const own = numbers.find(({ phone_number }) => phone_number === number);
    if (own === undefined)
      return broken('TWILIO_FROM_NUMBER is not a number of this account', 'buy it, or name one of yours');
    if (!own.capabilities.voice) return broken('TWILIO_FROM_NUMBER cannot call', 'name a number with voice');
    return finding({ ...known, state: 'ok', reachable: true });
  } catch (error) {
    return { ...broken(errorMessage(error), 'check the way to the internet'), reachable: false };
  }
}

/** The checks for a real carrier, made only when one of the go-live variables is set. Prints no secret. */
export async function checkGoLive(env: NodeJS.ProcessEnv = process.env): Promise<Finding[]> {
  if (!env['TWILIO_ACCOUNT_SID'] && !env['TWILIO_AUTH_TOKEN'] && !env['TWILIO_FROM_NUMBER']) return [];
  const missing = checkVariables(env);
  if (missing !== undefined) return [missing];
  const sid = env['TWILIO_ACCOUNT_SID'] ?? '';
  const token = env['TWILIO_AUTH_TOKEN'] ?? '';
  const number = env['TWILIO_FROM_NUMBER'] ?? '';
  // The carrier has no API to read this by.
  const rule = finding({
    part: 'webhook rules',
    state: 'warning',
    note: 'an account-level connection override in the carrier console would replace the one on our URLs',
    mend: 'see that the console has none (docs/guide/go-live.md)',
  });
  return [
    await checkPublicUrl(env['PUBLIC_URL'] ?? ''),
    await checkCarrierNumber({ sid, token, number }),
    rule,
  ];
}
