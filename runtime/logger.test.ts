import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.ts';

function logged(write: (logger: ReturnType<typeof createLogger>) => void, withPii = false): string {
  let text = '';
  const destination = { write: (line: string) => void (text += line) };
  write(createLogger('test', 'trace', withPii, destination));
  return text;
}

const CANARY = 'canary-7f3a';
const deep = (value: unknown) => ({ a: [{ b: { c: value } }] });

describe('createLogger', () => {
  it('writes what is neither secret nor personal', () => {
    const line = JSON.parse(logged((logger) => logger.info({ callId: 'c1', n: 2, list: ['x'] }, 'hello')));
    expect(line).toMatchObject({ process: 'test', msg: 'hello', callId: 'c1', n: 2, list: ['x'], level: 30 });
  });

  it('removes pii at any depth, and keeps it only where it was asked for', () => {
    const write = (logger: ReturnType<typeof createLogger>) =>
      logger.info({ pii: CANARY, ...deep({ pii: { name: CANARY } }) }, 'x');
    expect(logged(write)).not.toContain(CANARY);
    expect(logged(write, true).split(CANARY)).toHaveLength(3);
  });

  it.each([
    'password',
    'authToken',
    'auth_token',
    'apiKey',
    'Authorization',
    'x-api-key',
    'set-cookie',
    'secret',
  ])('removes %s at any depth, in errors and their causes, in children, always', (name) => {
    const secret = { [name]: CANARY };
    const error = Object.assign(
      new Error('failed', { cause: Object.assign(new Error('why'), secret) }),
      secret,
    );
    const text = logged((logger) => {
      logger.info(deep(secret), 'x');
      logger.warn({ err: error }, 'x');
      logger.error(error);
      logger.child({ part: 'p', ...secret }).info(secret, 'x');
      logger.error({ err: error });
    }, true);
    expect(text.split('\n')).toHaveLength(6);
    expect(text).not.toContain(CANARY);
  });

  it('keeps of an error its name, message, stack and code', () => {
    const error = Object.assign(new TypeError('it broke'), { code: 'E1' });
    const line = JSON.parse(logged((logger) => logger.error({ err: error }, 'x')));
    expect(line.err).toMatchObject({ type: 'TypeError', message: 'it broke', code: 'E1' });
    expect(line.err.stack).toContain('logger.test');
  });

  it('removes the values of a failed statement', () => {
    const detail = `Key (phone_e164)=(${CANARY}) already exists.`;
    const error = Object.assign(new Error('duplicate key'), { detail, where: CANARY, constraint: 'c' });
    const text = logged((logger) => logger.error({ err: error }, 'x'));
    expect(text).not.toContain(CANARY);
    expect(text).toContain('"constraint":"c"');
  });

  it.each([
    ['to +12125550123.', '+12125550123'],
    [`Authorization: Bearer ${CANARY}.${CANARY}`, CANARY],
    [`postgres://app_user:${CANARY}@127.0.0.1/x`, CANARY],
    [`key sk-${CANARY}-long`, CANARY],
    [`ck_live_${CANARY}`, CANARY],
  ])('removes from a text what its form tells: %s', (text, secret) => {
    const written = logged((logger) => {
      logger.info(text);
      logger.info({ note: text }, text);
      logger.error(new Error(text));
    });
    expect(written).not.toContain(secret);
  });

  it('takes of a client or a socket only what is plain', () => {
    class Client {
      name = 'pool';
      options = { password: CANARY };
    }
    const text = logged((logger) => logger.info({ client: new Client() }, 'x'));
    expect(text).not.toContain(CANARY);
    expect(text).toContain('"client":{"name":"pool"}');
  });

  it('stands what refers to itself and what is very deep', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(logged((logger) => logger.info({ loop }, 'x'))).toContain('[deep]');
  });
});
