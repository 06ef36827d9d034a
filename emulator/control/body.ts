import type { z } from 'zod';
import { type ApiAnswer, type ApiRequest, json } from '../rest/api.ts';

/** The body as a JSON object, undefined when it is not one. */
export function readObject(request: ApiRequest): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(request.body);
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** 400 with a line for each problem. */
export function refusal(problems: readonly string[]): ApiAnswer {
  return json({ problems }, 400);
}

/** One line for each fault of a body, with its place. */
export function problemsOf(error: z.ZodError): string[] {
  return error.issues.map((issue) => `/${issue.path.join('/')}: ${issue.message}`);
}
