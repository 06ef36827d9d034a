import { z } from 'zod';
import { type Problem, problemSchema } from '../../../contracts/problem.schema.ts';
import { CliFault } from '../cli-fault.ts';
import type { ExitCode } from '../cli-command.types.ts';

/** A refusal of the API: its problem+json, with the exit code that follows from its status. */
export class ApiFault extends CliFault {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(renderProblem(problem), exitCodeOf(problem.status));
    this.name = 'ApiFault';
    this.problem = problem;
  }
}

/** The API did not answer, or not as an API of this version does. */
export class ApiAway extends CliFault {
  constructor(message: string) {
    super(message, 6);
    this.name = 'ApiAway';
  }
}

/** Reads the problem of an answer; an answer of something else in between, such as a proxy, is `ApiAway`. */
export async function faultOf(response: Response): Promise<ApiFault | ApiAway> {
  const parsed = problemSchema.safeParse(await response.json().catch(() => null));
  if (parsed.success) return new ApiFault(parsed.data);
  return new ApiAway(`${response.url} answered ${response.status}, and not as the API of Evercall does.`);
}

/** An answer that does not fit its schema: the API is of another version than this command. */
export function strangeAnswer(operationId: string, error: z.ZodError): ApiAway {
  return new ApiAway(
    `The answer of ${operationId} is not what this version knows; the API may be another one.\n${z.prettifyError(error)}`,
  );
}

function exitCodeOf(status: number): ExitCode {
  if (status === 401 || status === 403) return 3;
  if (status === 404) return 4;
  return status >= 500 || status === 429 ? 6 : 5;
}

function renderProblem({ title, status, code, detail, errors, requestId, type }: Problem): string {
  return [
    `${title} (${status} ${code})`,
    ...(detail !== title ? [`  ${detail}`] : []),
    ...errors.map((fault) => `  ${fault.pointer || '/'}  ${fault.code}  ${fault.message}`),
    ...(status === 401
      ? ['  To sign in: evercall login; EVERCALL_API_KEY, where it is set, goes before it']
      : []),
    `  request ${requestId}  ${type}`,
  ].join('\n');
}
