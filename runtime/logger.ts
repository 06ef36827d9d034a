import pino, { type Logger } from 'pino';

export type { Logger } from 'pino';

/**
 * JSON lines on standard error; standard output is for the ready line. Personal data may stand only under a `pii`
 * attribute, which is removed here unless `LOG_PII=1` was set for one's own machine.
 */
export function createLogger(process: string, level: string, withPii = false): Logger {
  return pino(
    {
      base: { process },
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      ...(!withPii && { redact: { paths: ['pii', '*.pii'], remove: true } }),
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
