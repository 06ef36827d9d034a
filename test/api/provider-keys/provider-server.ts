import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from '@jest/globals';
import { KEY_PROVIDERS } from '../../../contracts/provider-key.schema.ts';
import type { ProviderBaseUrls } from '../../../providers/key-checks/key-checks.ts';

/** All providers at once on this machine: the answer of the next checks, and the credentials that were shown. */
export interface ProviderServer {
  answer: { status: number; body: unknown };
  readonly shown: string[];
  readonly baseUrls: ProviderBaseUrls;
}

/** A provider that OpenAI's key checks accept as such, for a test file. */
export function useProviderServer(): ProviderServer {
  const state: ProviderServer = { answer: { status: 200, body: { data: [] } }, shown: [], baseUrls: {} };
  const server = createServer((req, res) => {
    state.shown.push(String(req.headers.authorization));
    res.writeHead(state.answer.status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(state.answer.body));
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    Object.assign(state.baseUrls, Object.fromEntries(KEY_PROVIDERS.map((name) => [name, url])));
  });
  afterAll(() => {
    server.close();
  });
  return state;
}
