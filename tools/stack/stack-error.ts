import { errorCode, errorMessage } from './error-code.ts';

/** A failure to prepare or start a part: `message` is the reason in one sentence, `mend` the one command (or step) that mends it. */
export class StackError extends Error {
  readonly mend: string;

  constructor(reason: string, mend: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'StackError';
    this.mend = mend;
  }
}

/** The two lines a person reads when a command of the stack fails: the reason, then the mend when there is one. */
export function explain(error: unknown): string {
  if (error instanceof StackError) return `${error.message}\n  To mend it: ${error.mend}`;
  if (errorCode(error) === 'ENOSPC')
    return 'The disk is full.\n  To mend it: free some space (see `df -h .`) and run the same command again';
  return errorMessage(error);
}
