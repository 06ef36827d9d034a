import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '../../domain/errors.ts';
import type { CustomerAnswer } from '../customer-http/customer-http.ts';
import { Breakers } from './breakers.ts';
import { guardCustomers, guardMail, guardStore, guardTranscription } from './guarded-providers.ts';

let breakers: Breakers;
beforeEach(() => {
  breakers = new Breakers();
});

const times = async (count: number, work: () => Promise<unknown>) => {
  for (let nth = 0; nth < count; nth += 1) await work().catch(() => {});
};

describe('mail', () => {
  it('is refused at once after five failures, with the code of a server that is away', async () => {
    let sent = 0;
    const mail = guardMail(breakers, {
      send: async () => {
        sent += 1;
        throw new AppError({ code: 'mail.unavailable' });
      },
    });
    const message = { to: 'ada@example.test', subject: '', text: '' };
    await times(8, () => mail.send(message));
    expect(sent).toBe(5);
    await expect(mail.send(message)).rejects.toMatchObject({ code: 'mail.unavailable', retryAfterMs: 5_000 });
  });
});

describe('transcription', () => {
  it('goes on after refusals, which say nothing of the provider', async () => {
    let asked = 0;
    const port = guardTranscription(breakers, {
      transcribe: async () => {
        asked += 1;
        throw new AppError({ code: 'request.not_valid' });
      },
    });
    const request = { orgId: '', audio: Buffer.alloc(0), contentType: 'audio/wav', language: 'en' };
    await times(8, () => port.transcribe(request));
    expect(asked).toBe(8);
  });
});

describe('an object store', () => {
  const failing = {
    put: async () => {
      throw new Error('no such bucket');
    },
    open: async () => null,
    remove: async () => {},
  };

  it('is left alone after five failures, and what was to be kept is let go of', async () => {
    const store = guardStore(breakers, failing);
    await times(5, () => store.put('a', Readable.from('x')));
    const body = Readable.from('x');
    await expect(store.put('a', body)).rejects.toMatchObject({ code: 'service.unavailable' });
    expect(body.destroyed).toBe(true);
    await expect(store.open('a')).rejects.toMatchObject({ code: 'service.unavailable' });
  });

  it('is not blamed for a source that fails', async () => {
    const store = guardStore(breakers, {
      ...failing,
      put: async (_key, body) => {
        for await (const chunk of body) void chunk;
      },
    });
    const broken = () =>
      new Readable({
        read() {
          this.destroy(new Error('the carrier hung up'));
        },
      });
    await times(8, () => store.put('a', broken()));
    await store.put('a', Readable.from('x'));
    expect(breakers.snapshots()).toMatchObject([{ name: 'storage', state: 'closed', failures: 0 }]);
  });
});

describe('customers’ servers', () => {
  const request = { method: 'POST' as const, url: 'https://crm.example.com/hook', orgId: 'ours' };

  /** Asks a server that answers so, eight times; how often it was asked, and the last answer. */
  async function asked(answer: CustomerAnswer) {
    let count = 0;
    const http = guardCustomers(breakers, {
      send: async () => {
        count += 1;
        return answer;
      },
    });
    await times(7, () => http.send(request));
    return { http, last: await http.send(request), count: () => count };
  }

  it('are left alone by whoever they did not answer; others still reach them', async () => {
    const { http, last, count } = await asked({ kind: 'timeout' });
    expect([last, count()]).toEqual([{ kind: 'failed', code: 'breaker_open' }, 5]);
    await http.send({ ...request, orgId: 'theirs' });
    await http.send({ ...request, url: 'https://other.example.com/' });
    expect(count()).toBe(7);
  });

  it.each<CustomerAnswer>([
    { kind: 'answered', status: 404, contentType: null, body: Buffer.alloc(0) },
    { kind: 'refused', reason: 'too_many_redirects' },
    { kind: 'too_large' },
  ])('are asked again after $kind', async (answer) => {
    const { last, count } = await asked(answer);
    expect([last, count()]).toEqual([answer, 8]);
  });

  it('are not guarded where there is no address', async () => {
    const refused: CustomerAnswer = { kind: 'refused', reason: 'too_many_redirects' };
    const http = guardCustomers(breakers, { send: async () => refused });
    expect(await http.send({ ...request, url: 'nothing' })).toEqual(refused);
  });
});
