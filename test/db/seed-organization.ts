import { seed } from '../../db/seed.ts';
import type { RuleClock } from '../../domain/clock.ts';
import type { DatabaseUrls } from '../../tools/stack/parts/postgres.ts';

/** An organization as a seed makes it, with an emulated Twilio account AC1 whose token is `token`, and nothing else. */
export function seedOrganization(
  urls: DatabaseUrls,
  name: string,
  ruleClock?: RuleClock,
): Promise<{ orgId: string }> {
  return seed({
    ownerUrl: urls.owner,
    orgName: name,
    adminEmail: `admin@${name}.example`,
    adminPassword: 'correct horse battery staple',
    carrier: {
      accountSid: 'AC1',
      authToken: 'token',
      apiBaseUrl: 'http://127.0.0.1:1',
      cps: 10,
      maxConcurrent: 10,
    },
    numbers: [],
    ...(ruleClock && { ruleClock }),
  });
}
