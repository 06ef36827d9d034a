import { z } from 'zod';

/** A regular expression given as text in a file, checked when the file is read. */
export const patternSchema = z.string().superRefine((text, context) => {
  const problem = problemOf(text);
  if (problem !== undefined)
    context.addIssue({ code: 'custom', message: `not a regular expression: ${problem}` });
});

function problemOf(text: string): string | undefined {
  try {
    return RegExp(text, 'iu') && undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
