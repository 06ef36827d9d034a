import type { z } from 'zod';
import type { sessionAnswerSchema } from '../../../contracts/auth.schema.ts';
import { CliFault } from '../cli-fault.ts';
import type { Session } from './session-file.ts';

/** What of an answer is kept of a session; an operator's is not renewed. Throws `CliFault` (6) for a browser's. */
export function answeredTokens(answer: z.output<typeof sessionAnswerSchema>): Omit<Session, 'email'> {
  if (answer.session === 'web') throw new CliFault('The API answered a browser’s session.', 6);
  return {
    accessToken: answer.accessToken,
    accessExpiresAtMs: Date.now() + answer.expiresInSeconds * 1000,
    refreshToken: answer.session === 'api' ? answer.refreshToken : null,
  };
}
