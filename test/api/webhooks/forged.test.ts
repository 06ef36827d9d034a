import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { createApp } from '../../../api/app.ts';
import type { ApiDeps } from '../../../api/deps.ts';
import { checkWebhooks } from '../../../tools/prove/access/check-webhooks.ts';
import { FORGERIES } from '../../../tools/prove/access/forgeries.ts';
import { createRandom } from '../../../tools/prove/random.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';

const ofEachKind = 6 * Object.keys(FORGERIES).length;
const strict = useApiWorld({ temporal: true });
const unsigned = useApiWorld({ temporal: true });
const unlinked = useApiWorld({ temporal: true });

/** The kinds that came through where a guard is gone. */
async function cameThrough(world: typeof strict, guards: Partial<ApiDeps['webhooks']>): Promise<Set<string>> {
  const { deps } = world();
  const webhooks = { ...deps.webhooks, ...guards };
  const app = createApp({ ...deps, webhooks, metrics: new Registry() });
  const counts = { forged: ofEachKind, genuine: 0 };
  const { accepted } = await checkWebhooks({ ...world(), app }, createRandom(2), counts);
  return new Set(accepted.map((fault) => fault.split(':')[0] ?? ''));
}

// `npm run prove -- --only forged-webhooks` sends 10,000.
describe('webhooks', () => {
  it('are taken when they are genuine, and never when they are forged', async () => {
    const counts = { forged: ofEachKind, genuine: 40 };
    const report = await checkWebhooks(strict(), createRandom(1), counts);
    expect(report).toEqual({ accepted: [], refused: [], isUnchanged: true });
  }, 60_000);

  it('would be taken without the check of signatures', async () => {
    const kinds = await cameThrough(unsigned, { isSigned: () => true });
    expect(kinds).toContain('value changed in the body');
    expect(kinds).toContain('signed with another key');
    expect(kinds).toContain('no signature');
    expect(kinds).not.toContain('key of the link changed');
  }, 60_000);

  it('would be taken without the check of links', async () => {
    const kinds = await cameThrough(unlinked, { isCallLink: () => true });
    expect([...kinds]).toEqual(['key of the link changed']);
  }, 60_000);
});
