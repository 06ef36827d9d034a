import type { Carrier } from '../carrier.ts';
import type { LiveCall } from '../calls/call.ts';
import { callParams } from '../webhooks/params.ts';
import type { HttpMethod } from './document.ts';

/** Where a verb's outcome goes; relative to the document, and to the document itself without an action. */
export interface ActionTarget {
  readonly action?: string;
  readonly method: HttpMethod;
  readonly documentUrl: string | undefined;
}

/** Tells a verb's action what came of it when the person has hung up; what it answers is not carried out. */
export async function reportAfterHangup(
  carrier: Carrier,
  call: LiveCall,
  { action, method, documentUrl }: ActionTarget,
  params: Readonly<Record<string, string>>,
): Promise<void> {
  const target = action ?? documentUrl;
  if (target === undefined || !URL.canParse(target, documentUrl)) return;
  await carrier.webhooks.deliver({
    purpose: 'voice',
    url: new URL(target, documentUrl).href,
    method,
    params: { ...callParams(carrier.config.accountSid, call), ...params, CallStatus: 'completed' },
    callSid: call.record.sid,
  });
}
