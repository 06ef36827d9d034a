import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MINIMUM_ROLE, isPermitted } from '../../api/auth/permissions.ts';
import { declaredStatuses, needsToken } from '../../api/declared-errors.ts';
import type { Endpoint } from '../../api/endpoint.ts';
import { ENDPOINTS } from '../../api/endpoints.ts';
import { WITHOUT_ENTRY } from './harness/describe-auditing.ts';

const root = join(import.meta.dirname, '..', '..');
const files = globSync('api/endpoints/**/*.endpoint.ts', { cwd: root }).toSorted();

describe('the list of endpoints', () => {
  it('holds every endpoint file, and each under an id and an address of its own', async () => {
    const exported = await Promise.all(
      files.map(
        async (file) => Object.values((await import(join(root, file))) as Record<string, Endpoint>)[0]?.id,
      ),
    );
    expect(new Set(exported)).toEqual(new Set(ENDPOINTS.map(({ id }) => id)));
    expect(exported).toHaveLength(ENDPOINTS.length);
    expect(new Set(ENDPOINTS.map(({ id }) => id)).size).toBe(ENDPOINTS.length);
    expect(new Set(ENDPOINTS.map(({ method, path }) => `${method} ${path}`)).size).toBe(ENDPOINTS.length);
  });

  it.each(files)('%s has tests with a block for each declared status', async (file) => {
    const [[name, endpoint] = []] = Object.entries(
      (await import(join(root, file))) as Record<string, Endpoint>,
    );
    const folder = join(root, dirname(file).replace('api/endpoints/', 'test/api/'));
    const tests = readdirSync(folder).filter((test) => test.endsWith('.test.ts'));
    // describeEndpoint fails a declared status that nothing tests; a file that does not call it proves nothing.
    const block = new RegExp(`(describeEndpoint|describeSteering)\\(\\s*${name}\\b`);
    expect(tests.filter((test) => block.test(readFileSync(join(folder, test), 'utf8')))).toHaveLength(1);
    expect(declaredStatuses(endpoint as Endpoint).length).toBeGreaterThan(0);
  });
});

/** POSTs without an Idempotency-Key, each for its reason; architecture.md says when one is due. */
const WITHOUT_KEY: Readonly<Record<string, string>> = {
  changePassword: 'auth',
  confirmEmail: 'auth',
  forgotPassword: 'auth',
  login: 'auth',
  logout: 'auth',
  refresh: 'auth',
  register: 'auth',
  resetPassword: 'auth',
  createApiKey: 'answers with a secret, which is never replayed',
  createWebhook: 'answers with a secret, which is never replayed',
  rotateWebhookSecret: 'answers with a secret, which is never replayed',
  createProviderKey: 'what is kept of the request would tell of its secret',
  rotateProviderKey: 'what is kept of the request would tell of its secret',
  importContacts: 'keyed by the digest of its file',
  syncPhoneNumbers: 'reads the carrier',
  testFlow: 'reads',
  validateFlow: 'reads',
  validateProviderKey: 'reads the provider',
};

describe('an Idempotency-Key', () => {
  it('is honoured by every POST that creates or acts', () => {
    const without = ENDPOINTS.filter(
      ({ method, auth, idempotent }) => method === 'post' && auth !== 'signed' && !idempotent,
    );
    expect(without.map(({ id }) => id).toSorted()).toEqual(Object.keys(WITHOUT_KEY).toSorted());
  });
});

// Every operation has a block of describeEndpoint, by the tests above; its last test finds the entries of an operation
// that is not named here, and none of one that is.
describe('the operations without an audit entry', () => {
  it('are some of those that may change something, each with its reason', () => {
    const changing = ENDPOINTS.filter(({ method }) => method !== 'get').map(({ id }) => id);
    expect(changing).toEqual(expect.arrayContaining(Object.keys(WITHOUT_ENTRY)));
    for (const reason of Object.values(WITHOUT_ENTRY)) expect(reason).toMatch(/\w+ /);
  });
});

describe('who may call what', () => {
  it('asks for a token everywhere but where one is got, at health, metrics and signed webhooks', () => {
    const open = ENDPOINTS.filter(({ auth }) => !needsToken(auth)).map(({ id, auth }) => `${auth}:${id}`);
    expect(open.toSorted()).toEqual([
      'none:confirmEmail',
      'none:forgotPassword',
      'none:live',
      'none:login',
      'none:metrics',
      'none:ready',
      'none:refresh',
      'none:register',
      'none:resetPassword',
      'signed:fallbackWebhook',
      'signed:recordingWebhook',
      'signed:statusWebhook',
      'signed:transcriptionWebhook',
      'signed:voiceWebhook',
    ]);
  });

  it('names a role for every operation of users, and for nothing else', () => {
    const ofUsers = ENDPOINTS.filter(({ auth }) => auth === 'user' || auth === 'person').map(({ id }) => id);
    expect(Object.keys(MINIMUM_ROLE).toSorted()).toEqual(ofUsers.toSorted());
  });

  it('denies everybody what the table does not name', () => {
    for (const id of ['dropDatabase', 'constructor', '__proto__', ''])
      expect(isPermitted(id, 'admin')).toBe(false);
  });

  it('gives each role all that the one before has', () => {
    for (const id of Object.keys(MINIMUM_ROLE)) {
      const [agent, supervisor, admin] = (['agent', 'supervisor', 'admin'] as const).map((role) =>
        isPermitted(id, role),
      );
      expect([agent && !supervisor, supervisor && !admin, admin]).toEqual([false, false, true]);
    }
  });
});
