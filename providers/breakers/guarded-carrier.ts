import type { CarrierPort, CarrierRegistry } from '../../domain/call/carrier.port.ts';
import type { CarrierNumbersRegistry } from '../../domain/number/carrier-numbers.port.ts';
import type { RecordingAudioRegistry } from '../../domain/recording/recording-audio.port.ts';
import { SECRET_UNREADABLE } from '../twilio/sealed-account.ts';
import type { Breakers } from './breakers.ts';
import type { Breaker } from './breaker.ts';

/** Why nothing was sent. */
const REASON = 'breaker_open';
/** Says for certain that nobody rings, so that the attempt is planned again and never becomes UNKNOWN. */
const NOT_SENT = { kind: 'not_sent', reason: REASON } as const;
const UNAVAILABLE = { kind: 'unavailable', reason: REASON } as const;

/** What is wrong with one organization's secret is no news of the provider, and keeps nobody else from it. */
const isUnavailable = (answer: { kind: string; reason?: string }) =>
  answer.kind === 'unavailable' && answer.reason !== SECRET_UNREADABLE;

/**
 * Carrier accounts behind two breakers of their provider: `.dial` holds dialling back, `.calls` what else is asked. Ending a
 * call is always tried: somebody may be on the line.
 */
export function guardCarriers(breakers: Breakers, registry: CarrierRegistry): CarrierRegistry {
  const ports = new WeakMap<CarrierPort, CarrierPort>();
  return {
    forAccount(account) {
      const port = registry.forAccount(account);
      const dial = breakers.of(`${account.provider}.dial`, 'share');
      const calls = breakers.of(`${account.provider}.calls`, 'share');
      const guarded = ports.get(port) ?? guardPort(port, dial, calls);
      ports.set(port, guarded);
      return guarded;
    },
  };
}

function guardPort(port: CarrierPort, dial: Breaker, calls: Breaker): CarrierPort {
  const hasFailed = isUnavailable;
  const otherwise = () => UNAVAILABLE;
  return {
    createCall: (request, hooks) =>
      dial.run({
        work: () => port.createCall(request, hooks),
        // A refusal or 429 is an answer of a carrier that works.
        hasFailed: (answer) =>
          answer.kind === 'ambiguous' || (answer.kind === 'not_sent' && answer.reason !== SECRET_UNREADABLE),
        otherwise: () => NOT_SENT,
      }),
    fetchCall: (callId) => calls.run({ work: () => port.fetchCall(callId), hasFailed, otherwise }),
    listCalls: (query) => calls.run({ work: () => port.listCalls(query), hasFailed, otherwise }),
    endCall: (callId) => port.endCall(callId),
    redirectCall: (callId, url) =>
      calls.run({ work: () => port.redirectCall(callId, url), hasFailed, otherwise }),
  };
}

/** The numbers of carrier accounts behind the breaker `.numbers` of their provider. */
export function guardNumbers(breakers: Breakers, registry: CarrierNumbersRegistry): CarrierNumbersRegistry {
  const [hasFailed, otherwise] = [isUnavailable, () => UNAVAILABLE];
  return {
    forAccount(account) {
      const port = registry.forAccount(account);
      const breaker = breakers.of(`${account.provider}.numbers`, 'share');
      return {
        findNumber: (e164) => breaker.run({ work: () => port.findNumber(e164), hasFailed, otherwise }),
        listNumbers: () => breaker.run({ work: () => port.listNumbers(), hasFailed, otherwise }),
        writeUrls: (id, urls) => breaker.run({ work: () => port.writeUrls(id, urls), hasFailed, otherwise }),
      };
    },
  };
}

/** The recordings of carrier accounts behind the breaker `.recordings` of their provider. */
export function guardRecordings(
  breakers: Breakers,
  registry: RecordingAudioRegistry,
): RecordingAudioRegistry {
  const [hasFailed, otherwise] = [isUnavailable, () => UNAVAILABLE];
  return {
    forAccount(account) {
      const port = registry.forAccount(account);
      const breaker = breakers.of(`${account.provider}.recordings`, 'share');
      return {
        openAudio: (id, signal) =>
          breaker.run({ work: () => port.openAudio(id, signal), hasFailed, otherwise }),
        removeAudio: (id) => breaker.run({ work: () => port.removeAudio(id), hasFailed, otherwise }),
      };
    },
  };
}
