import { checkVerb, elements, methodOf, secondsOf, type Warn, wordsOf } from './attributes.ts';
import { type DialOrder, type DialTarget, TwimlError } from './document.ts';
import { textOf, type XmlElement } from './xml.ts';

const MOST_TARGETS = 10;
const RECORDS = /^(?:true|record-from-(answer|ringing)(-dual)?)$/;

/**
 * Reads a Dial: a number as its text, or up to ten Number elements. Throws TwimlError 12200 for what is not imitated
 * (Client, Conference, Queue, Sip, a Number with `url` or machine detection), so that nobody believes it worked.
 */
export function dialOf(element: XmlElement, warn: Warn): DialOrder {
  const { attributes } = element;
  const recording = recordingOf(element, warn);
  return {
    verb: 'Dial',
    targets: targetsOf(element, warn),
    isSequential: attributes.sequential === 'true',
    method: methodOf(element, 'method', warn),
    ringTimeoutMs: secondsOf(element, 'timeout', 30, warn) * 1000,
    timeLimitMs: secondsOf(element, 'timeLimit', 14_400, warn) * 1000,
    endsOnStar: attributes.hangupOnStar === 'true',
    answersOnBridge: attributes.answerOnBridge === 'true',
    ...(attributes.action ? { action: attributes.action } : {}),
    ...(attributes.callerId ? { callerId: attributes.callerId } : {}),
    ...(recording && { recording }),
  };
}

function targetsOf(element: XmlElement, warn: Warn): DialTarget[] {
  const nouns = element.children.filter((child) => typeof child !== 'string');
  if (nouns.length === 0) {
    const number = textOf(element).trim();
    return number === '' ? [] : [{ number, statusCallbackMethod: 'POST', statusEvents: [] }];
  }
  if (nouns.length > MOST_TARGETS) throw new TwimlError(12200, `more than ${MOST_TARGETS} numbers in a Dial`);
  return elements(element, warn).map((noun) => targetOf(noun, warn));
}

function targetOf(noun: XmlElement, warn: Warn): DialTarget {
  const { attributes } = noun;
  if (noun.name !== 'Number') throw new TwimlError(12200, `${noun.name} inside Dial is not imitated`);
  const screening = Object.keys(attributes).find((name) => /^url$|^machineDetection|^amd/.test(name));
  if (screening !== undefined) throw new TwimlError(12200, `${screening} of Number is not imitated`);
  checkVerb(noun, warn);
  return {
    number: textOf(noun).trim(),
    statusCallbackMethod: methodOf(noun, 'statusCallbackMethod', warn),
    statusEvents: wordsOf(attributes.statusCallbackEvent, 'completed'),
    ...(attributes.statusCallback ? { statusCallback: attributes.statusCallback } : {}),
  };
}

function recordingOf(element: XmlElement, warn: Warn): DialOrder['recording'] {
  const { attributes } = element;
  const found = RECORDS.exec(attributes.record ?? '');
  if (!found) return undefined;
  const callback = attributes.recordingStatusCallback;
  return {
    fromRinging: found[1] === 'ringing',
    channels: found[2] === undefined ? 1 : 2,
    statusCallbackMethod: methodOf(element, 'recordingStatusCallbackMethod', warn),
    statusEvents: wordsOf(attributes.recordingStatusCallbackEvent, 'completed'),
    ...(callback ? { statusCallback: callback } : {}),
  };
}
