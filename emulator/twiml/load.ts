import type { Carrier } from '../carrier.ts';
import type { LiveCall } from '../calls/call.ts';
import type { Webhook } from '../webhooks/webhook.ts';
import { callParams } from '../webhooks/params.ts';
import { type DocumentSource, type TwimlDocument, TwimlError } from './document.ts';
import { speechMs } from './durations.ts';
import { parseTwiml } from './parse.ts';

/** A document ready to be carried out; `url` is where it came from, none for TwiML given whole. */
export interface LoadedDocument {
  readonly document: TwimlDocument;
  readonly url?: string;
}

/** Neither the document nor the fallback could be had: Twilio says so to the person and hangs up. */
export class ApplicationFailure extends Error {}

/**
 * Gets and parses a document; when that fails, asks the fallback URL with ErrorCode and ErrorUrl. Throws
 * ApplicationFailure, and LineInterrupted when the call ends meanwhile.
 */
export async function loadDocument(
  carrier: Carrier,
  call: LiveCall,
  source: DocumentSource,
): Promise<LoadedDocument> {
  try {
    return await loadOnce(carrier, call, source);
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    const errorUrl = source.kind === 'url' ? source.url : '';
    noteError(carrier, call, error, errorUrl);
    return loadFallback(carrier, call, error.errorCode, errorUrl);
  }
}

async function loadFallback(
  carrier: Carrier,
  call: LiveCall,
  errorCode: number,
  errorUrl: string,
): Promise<LoadedDocument> {
  const { fallback } = call.plan;
  if (!fallback) throw new ApplicationFailure();
  try {
    const params = { ErrorCode: String(errorCode), ErrorUrl: errorUrl };
    return await loadOnce(carrier, call, { kind: 'url', ...fallback, params });
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    noteError(carrier, call, error, fallback.url);
    throw new ApplicationFailure();
  }
}

async function loadOnce(carrier: Carrier, call: LiveCall, source: DocumentSource): Promise<LoadedDocument> {
  const isStrict = carrier.config.strict;
  if (source.kind === 'text')
    return noteWarnings(carrier, call, { document: parseTwiml(source.twiml, isStrict) });
  const webhook: Webhook = {
    purpose: 'voice',
    url: source.url,
    method: source.method,
    params: { ...callParams(carrier.config.accountSid, call), ...source.params },
    callSid: call.record.sid,
  };
  const outcome = await call.line.during(carrier.webhookFaults.fetch(call, webhook));
  if (!outcome.ok) throw new TwimlError(outcome.errorCode, outcome.reason);
  const document = documentOf(outcome.contentType, outcome.body, outcome.url, isStrict);
  return noteWarnings(carrier, call, { document, url: source.url });
}

/** TwiML by its content type: XML is TwiML, plain text is read aloud, audio is played. */
function documentOf(contentType: string, body: Buffer, url: string, isStrict: boolean): TwimlDocument {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (['text/xml', 'application/xml', 'text/html'].includes(type))
    return parseTwiml(body.toString('utf8'), isStrict);
  if (type === 'text/plain') {
    const text = body.toString('utf8').trim();
    return { instructions: [{ verb: 'Say', text, durationMs: speechMs(text), loop: 1 }], warnings: [] };
  }
  if (type.startsWith('audio/')) return { instructions: [{ verb: 'Play', url, loop: 1 }], warnings: [] };
  throw new TwimlError(12300, `content type ${type || 'missing'}`);
}

function noteWarnings(carrier: Carrier, call: LiveCall, loaded: LoadedDocument): LoadedDocument {
  for (const warning of loaded.document.warnings) {
    carrier.truth.write('warning', { callSid: call.record.sid, errorCode: 12200, warning });
  }
  return loaded;
}

function noteError(carrier: Carrier, call: LiveCall, error: TwimlError, url: string): void {
  carrier.counters.count('twimlErrors');
  carrier.truth.write('error', {
    callSid: call.record.sid,
    errorCode: error.errorCode,
    reason: error.message,
    url,
  });
}
