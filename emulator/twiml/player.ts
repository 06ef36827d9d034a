import type { Carrier } from '../carrier.ts';
import type { Ending, LiveCall } from '../calls/call.ts';
import { LineInterrupted } from '../calls/line.ts';
import {
  type DocumentSource,
  type Gather,
  type HttpMethod,
  type Instruction,
  TwimlError,
} from './document.ts';
import { performDial } from './dial.ts';
import { performGather } from './gather.ts';
import { listenInVain } from './listen.ts';
import { ApplicationFailure, type LoadedDocument, loadDocument } from './load.ts';
import { applicationErrorPrompt, playPrompt } from './prompt.ts';
import { performRecord } from './record.ts';

/** What an instruction leads to: the next one, another document, or the end. */
type Step = { readonly goTo: DocumentSource } | { readonly end: Ending } | undefined;

/** Puts an inbound call through at its first sound; does nothing for a call already answered. */
export type PickUp = () => void;

/** Documents in a row that play nothing and take no time; after that many Twilio gives the call up too. */
const MAX_SILENT_DOCUMENTS = 200;

/** The ending of a call whose application said so, or ran out of instructions. */
export const hungUpByApplication: Ending = { status: 'completed', by: 'application', sipCode: 200 };

/**
 * Carries out TwiML from the first document to the end of the call. Throws LineInterrupted when the person, the API
 * or the time limit ends it.
 */
export async function playCall(
  carrier: Carrier,
  call: LiveCall,
  first: DocumentSource,
  pickUp: PickUp,
): Promise<Ending> {
  let source = first;
  let silentDocuments = 0;
  for (;;) {
    const startedAtMs = call.line.nowMs;
    const step = await playSource(carrier, call, source, pickUp).catch(redirectionOf);
    if ('end' in step) return step.end;
    source = step.goTo;
    silentDocuments = call.line.nowMs > startedAtMs ? 0 : silentDocuments + 1;
    if (silentDocuments > MAX_SILENT_DOCUMENTS) return apologise(carrier, call, pickUp);
  }
}

async function playSource(
  carrier: Carrier,
  call: LiveCall,
  source: DocumentSource,
  pickUp: PickUp,
): Promise<Exclude<Step, undefined>> {
  try {
    const loaded = await loadDocument(carrier, call, source);
    for (const instruction of loaded.document.instructions) {
      const step = await perform(carrier, call, loaded, instruction, pickUp);
      if (step) return step;
    }
    pickUp();
    return { end: hungUpByApplication };
  } catch (error) {
    if (error instanceof ApplicationFailure) return { end: await apologise(carrier, call, pickUp) };
    throw error;
  }
}

/** A call redirected through the API goes on with the new document; every other error is thrown again. */
function redirectionOf(error: unknown): { goTo: DocumentSource } {
  if (error instanceof LineInterrupted && error.interruption.kind === 'redirected') {
    return { goTo: error.interruption.source };
  }
  throw error;
}

async function perform(
  carrier: Carrier,
  call: LiveCall,
  loaded: LoadedDocument,
  instruction: Instruction,
  pickUp: PickUp,
): Promise<Step> {
  if (instruction.verb === 'Reject' && call.record.status === 'ringing') {
    const isBusy = instruction.reason === 'busy';
    return { end: { status: isBusy ? 'busy' : 'no-answer', by: 'application', sipCode: isBusy ? 486 : 603 } };
  }
  if (!keepsRinging(instruction)) pickUp();
  switch (instruction.verb) {
    case 'Pause':
      await listenInVain(carrier, call, call.line.nowMs + instruction.durationMs);
      return undefined;
    case 'Say':
    case 'Play':
      return playAloud(carrier, call, instruction);
    case 'Gather': {
      const params = await performGather(carrier, call, instruction);
      return params && followAction(loaded, instruction, params);
    }
    case 'Record': {
      const params = await performRecord(carrier, call, instruction, loaded.url);
      return params && followAction(loaded, instruction, params);
    }
    case 'Dial': {
      const params = await performDial({
        carrier,
        call,
        order: instruction,
        documentUrl: loaded.url,
        pickUp,
      });
      return instruction.action === undefined ? undefined : followAction(loaded, instruction, params);
    }
    case 'Redirect':
      return followAction(loaded, { action: instruction.url, method: instruction.method }, {});
    case 'Reject':
    case 'Hangup':
      return { end: hungUpByApplication };
  }
}

/** A Pause or Redirect that comes first holds an inbound call ringing, and so does a Dial that is asked to. */
function keepsRinging(instruction: Instruction): boolean {
  if (instruction.verb === 'Dial') return instruction.answersOnBridge;
  return ['Pause', 'Redirect', 'Reject'].includes(instruction.verb);
}

/** Audio that cannot be had ends the call as a failed document does. */
async function playAloud(
  carrier: Carrier,
  call: LiveCall,
  prompt: Extract<Instruction, { verb: 'Say' | 'Play' }>,
): Promise<Step> {
  try {
    await playPrompt(carrier, call, prompt, () => false);
    return undefined;
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    throw new ApplicationFailure();
  }
}

function followAction(
  loaded: LoadedDocument,
  target: { readonly action?: string; readonly method: HttpMethod } | Gather,
  params: Readonly<Record<string, string>>,
): Step {
  const action = target.action ?? '';
  if (loaded.url === undefined && !URL.canParse(action)) throw new ApplicationFailure();
  const url = URL.canParse(action) ? action : new URL(action || (loaded.url as string), loaded.url).href;
  return { goTo: { kind: 'url', url, method: target.method, params } };
}

async function apologise(carrier: Carrier, call: LiveCall, pickUp: PickUp): Promise<Ending> {
  pickUp();
  carrier.counters.count('applicationErrors');
  await playPrompt(carrier, call, applicationErrorPrompt(), () => false);
  return hungUpByApplication;
}
