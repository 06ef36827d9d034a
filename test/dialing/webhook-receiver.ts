import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { applyCarrierEvent, type WebhookDeps } from '../../db/dialing/apply-carrier-event.ts';
import { attemptLink } from '../../providers/crypto/attempt-link.ts';
import { readStatusCallback } from '../../providers/twilio/read-callback.ts';
import { isSignedBy } from '../../providers/twilio/signature.ts';

/** Whose webhooks are received. */
export interface ReceiverOrg {
  orgId: string;
  linkKey: Buffer;
  accountSid: string;
  authToken: string;
}

/** What was received and how it was answered. */
export interface ReceivedWebhook {
  path: string;
  status: number;
  callStatus: string | undefined;
}

/** The webhook side of the product, without the flow: status callbacks are taken in, callers hear one sentence. */
export interface WebhookReceiver {
  url: string;
  received: ReceivedWebhook[];
  close(): Promise<void>;
}

const TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hello.</Say><Hangup/></Response>';

/** Receives on a free port of 127.0.0.1; `org` is asked for at each request. */
export async function receiveWebhooks(deps: WebhookDeps, org: () => ReceiverOrg): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const server = createServer((req, res) => {
    void answer(req, deps, org(), receiver.url).then(
      ({ status, body, callStatus }) => {
        received.push({ path: new URL(req.url ?? '', receiver.url).pathname, status, callStatus });
        res.writeHead(status, { 'Content-Type': 'text/xml' }).end(body);
      },
      () => res.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () => close(server),
  };
  return receiver;
}

interface Answer {
  status: number;
  body: string;
  callStatus: string | undefined;
}

async function answer(
  req: IncomingMessage,
  deps: WebhookDeps,
  org: ReceiverOrg,
  origin: string,
): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const params = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
  const url = origin + (req.url ?? '');
  const callStatus = params.CallStatus;
  const signature = String(req.headers['x-twilio-signature'] ?? '');
  const isSigned = isSignedBy({ url, signature, body: { kind: 'form', params } }, [org.authToken, null]);
  if (!isSigned) return { status: 403, body: '', callStatus };
  const query = new URL(url).searchParams;
  const attemptId = query.get('a') ?? '';
  if (!attemptLink.verify(org.linkKey, attemptId, query.get('k') ?? ''))
    return { status: 404, body: '', callStatus };
  const result = await applyCarrierEvent(deps, {
    orgId: org.orgId,
    attemptId,
    provider: 'twilio',
    accountSid: params.AccountSid ?? '',
    url,
    params,
    callback: readStatusCallback(params),
  });
  return { status: result.isKnown ? 200 : 404, body: TWIML, callStatus };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
