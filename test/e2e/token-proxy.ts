import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The carrier with more than one token, as it is while one is rotated. */
export interface TokenProxy {
  readonly url: string;
  /** Tokens that are taken. */
  readonly accepted: Set<string>;
  /** Of each request, oldest first: its token and whether it was taken. */
  readonly heard: { readonly token: string; readonly isAccepted: boolean }[];
  close(): Promise<void>;
}

/** Stands before the emulator, which knows one token only; what is taken goes on under that one. */
export async function openTokenProxy(carrier: {
  accountSid: string;
  authToken: string;
  apiBaseUrl: string;
}): Promise<TokenProxy> {
  const accepted = new Set([carrier.authToken]);
  const heard: TokenProxy['heard'] = [];
  const basic = (token: string) =>
    `Basic ${Buffer.from(`${carrier.accountSid}:${token}`).toString('base64')}`;
  const server = createServer((req, res) => {
    const given = Buffer.from((req.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString();
    const token = given.slice(given.indexOf(':') + 1);
    const isAccepted = accepted.has(token);
    heard.push({ token, isAccepted });
    const headers = { ...req.headers, authorization: basic(isAccepted ? carrier.authToken : 'none') };
    const onward = request(new URL(req.url ?? '/', carrier.apiBaseUrl), { method: req.method, headers });
    onward.on('response', (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    onward.on('error', () => res.destroy());
    req.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted,
    heard,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
