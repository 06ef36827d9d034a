import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';

/** A webhook as the customer got it. `isSigned` is the verdict of the library's `validateRequest`. */
export interface Heard {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly isSigned: boolean;
}

/** How the customer answers a path: TwiML, or anything at all through the response itself. */
export type Answer = string | ((heard: Heard, response: ServerResponse) => string | undefined);

/** The application side: a web server that keeps every webhook and answers as told. */
export interface Customer {
  readonly url: string;
  readonly heard: Heard[];
  answers: { [path: string]: Answer };
  /** What a path heard, in order of arrival. */
  at(path: string): Heard[];
  close(): Promise<void>;
}

/** Starts a customer on a free port; paths without an answer get an empty 200. */
export async function startCustomer(authToken: string): Promise<Customer> {
  const heard: Heard[] = [];
  const answers: Customer['answers'] = {};
  const server = createServer((request, response) => void receive(request, response));
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString('utf8');
    const fullUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}${request.url}`;
    const { pathname, searchParams } = new URL(fullUrl);
    const params = Object.fromEntries(new URLSearchParams(body));
    const signature = String(request.headers['x-twilio-signature']);
    const isSigned = twilio.validateRequest(authToken, signature, fullUrl, params);
    const { headers, method = '' } = request;
    const one: Heard = { path: pathname, query: searchParams, method, params, headers, isSigned };
    heard.push(one);
    const answer = answers[pathname];
    const twiml = typeof answer === 'function' ? answer(one, response) : (answer ?? '');
    if (twiml === undefined) return;
    response.setHeader('content-type', 'text/xml');
    response.end(twiml);
  };
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answers,
    at: (path) => heard.filter((one) => one.path === path),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((done) => void server.close(() => done()));
    },
  };
}
