import { z } from 'zod';
import type { SeedInput } from '../../db/seed.types.ts';

const amount = (fallback: number) => z.coerce.number().positive().default(fallback);

const password = z.string().min(12, 'must have at least 12 characters');

/** What an installation is seeded with: the three variables of a Twilio account, the admin, and limits with careful defaults. */
export const seedVariables = z.object({
  TWILIO_ACCOUNT_SID: z.string().regex(/^AC[0-9a-f]{32}$/, 'must be AC and 32 hexadecimal digits'),
  TWILIO_AUTH_TOKEN: z.string().min(1),
  TWILIO_FROM_NUMBER: z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number in E.164, as +12025550123'),
  ORG_NAME: z.string().trim().min(1).max(200),
  ADMIN_EMAIL: z.email(),
  ADMIN_PASSWORD: password,
  /** Calls a second that the account may start: 1 is what a new Twilio account has. */
  TWILIO_CPS: amount(1),
  TWILIO_MAX_CONCURRENT: amount(10).pipe(z.int()),
  TWILIO_NUMBER_LANGUAGE: z.enum(['en', 'es', 'cs']).default('en'),
});

/** Who runs the installation: both variables or neither. */
const operatorVariables = z.object({ OPERATOR_EMAIL: z.email(), OPERATOR_PASSWORD: password });

/** Thrown when variables are wrong or missing; the message has one line for each. */
export class SeedVariablesError extends Error {}

/** The seed that the environment asks for: a real carrier account. Throws `SeedVariablesError` with every fault at once. */
export function readSeedInput(env: NodeJS.ProcessEnv): Omit<SeedInput, 'ownerUrl'> {
  const parsed = seedVariables.safeParse(env);
  const wantsOperator = (env['OPERATOR_EMAIL'] ?? env['OPERATOR_PASSWORD']) !== undefined;
  const operator = wantsOperator ? operatorVariables.safeParse(env) : undefined;
  if (!parsed.success || operator?.success === false) {
    const issues = [...(parsed.error?.issues ?? []), ...(operator?.error?.issues ?? [])];
    const lines = issues.map(({ path, message }) => {
      const name = String(path[0]);
      return `  ${name}: ${env[name] === undefined ? 'is missing' : message}`;
    });
    throw new SeedVariablesError(`The environment does not say what to seed:\n${lines.join('\n')}`);
  }
  const wanted = parsed.data;
  return {
    orgName: wanted.ORG_NAME,
    adminEmail: wanted.ADMIN_EMAIL,
    adminPassword: wanted.ADMIN_PASSWORD,
    carrier: {
      accountSid: wanted.TWILIO_ACCOUNT_SID,
      authToken: wanted.TWILIO_AUTH_TOKEN,
      apiBaseUrl: null,
      cps: wanted.TWILIO_CPS,
      maxConcurrent: wanted.TWILIO_MAX_CONCURRENT,
    },
    numbers: [{ e164: wanted.TWILIO_FROM_NUMBER, language: wanted.TWILIO_NUMBER_LANGUAGE }],
    ...(operator && {
      operator: { email: operator.data.OPERATOR_EMAIL, password: operator.data.OPERATOR_PASSWORD },
    }),
  };
}
