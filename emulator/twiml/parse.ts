import {
  type Gather,
  type HttpMethod,
  type Instruction,
  type Prompt,
  type RecordOrder,
  type TwimlDocument,
  TwimlError,
} from './document.ts';
import { speechMs } from './durations.ts';
import { attributesOf, isNotImitated } from './schema.ts';
import { parseXml, textOf, type XmlElement } from './xml.ts';

const AUTO_SPEECH_TIMEOUT_MS = 1_000;

/**
 * Reads a TwiML document. What Twilio's schema does not know is passed over with a warning, or, when `isStrict`,
 * refused. Throws TwimlError 12100 (unreadable), 12200 (strict, or a verb that is not imitated), 13520 (bad Say).
 */
export function parseTwiml(text: string, isStrict: boolean): TwimlDocument {
  const root = parseXml(text);
  if (root.name !== 'Response') throw new TwimlError(12100, `the root is ${root.name}, not Response`);
  const warnings: string[] = [];
  const warn = (warning: string): void => {
    if (isStrict) throw new TwimlError(12200, warning);
    warnings.push(warning);
  };
  const instructions = elements(root, warn).flatMap((element) => instructionOf(element, warn) ?? []);
  return { instructions, warnings };
}

type Warn = (warning: string) => void;

function elements(parent: XmlElement, warn: Warn): XmlElement[] {
  const stray = parent.children.find((child) => typeof child === 'string' && child.trim() !== '');
  if (stray !== undefined) warn(`text inside ${parent.name}`);
  return parent.children.filter((child) => typeof child !== 'string');
}

function instructionOf(element: XmlElement, warn: Warn): Instruction | undefined {
  if (isNotImitated(element.name)) throw new TwimlError(12200, `${element.name} is not imitated`);
  const known = attributesOf(element.name);
  if (!known) {
    warn(`unknown verb ${element.name}`);
    return undefined;
  }
  for (const name of Object.keys(element.attributes)) {
    if (!known.includes(name)) warn(`unknown attribute ${name} of ${element.name}`);
  }
  switch (element.name) {
    case 'Gather':
      return gatherOf(element, warn);
    case 'Record':
      return recordOf(element, warn);
    case 'Redirect':
      return { verb: 'Redirect', url: textOf(element).trim(), method: methodOf(element, 'method', warn) };
    case 'Reject':
      return { verb: 'Reject', reason: element.attributes.reason === 'busy' ? 'busy' : 'rejected' };
    case 'Hangup':
      return { verb: 'Hangup' };
    default:
      return promptOf(element, warn);
  }
}

function promptOf(element: XmlElement, warn: Warn): Prompt {
  const { attributes } = element;
  if (element.name === 'Pause')
    return { verb: 'Pause', durationMs: secondsOf(element, 'length', 1, warn) * 1000 };
  const loop = secondsOf(element, 'loop', 1, warn);
  if (element.name === 'Play') {
    const { digits } = attributes;
    return { verb: 'Play', url: textOf(element).trim(), loop, ...(digits === undefined ? {} : { digits }) };
  }
  const text = textOf(element).replace(/\s+/g, ' ').trim();
  if (text.length > 4096) throw new TwimlError(13520, 'Say is longer than 4,096 characters');
  const { language, voice } = attributes;
  return {
    verb: 'Say',
    text,
    durationMs: (text === '' ? 0 : speechMs(text)) + breaksMs(element),
    loop,
    ...(language === undefined ? {} : { language }),
    ...(voice === undefined ? {} : { voice }),
  };
}

/** The pauses an SSML `break` asks for, in milliseconds. */
function breaksMs(element: XmlElement): number {
  const nested = element.children.filter((child) => typeof child !== 'string');
  return nested.reduce((sum, child) => {
    const [, amount, unit] =
      /^(\d+(?:\.\d+)?)(ms|s)$/.exec(child.name === 'break' ? (child.attributes.time ?? '') : '') ?? [];
    const ownMs = amount === undefined ? 0 : Number(amount) * (unit === 's' ? 1000 : 1);
    return sum + ownMs + breaksMs(child);
  }, 0);
}

function gatherOf(element: XmlElement, warn: Warn): Gather {
  const { attributes } = element;
  const prompts = elements(element, warn).flatMap((child) => {
    if (!['Say', 'Play', 'Pause'].includes(child.name)) {
      warn(`${child.name} inside Gather`);
      return [];
    }
    return (instructionOf(child, warn) as Prompt | undefined) ?? [];
  });
  const input = (attributes.input ?? 'dtmf').split(/\s+/);
  const timeoutMs = secondsOf(element, 'timeout', 5, warn) * 1000;
  const isAuto = attributes.speechTimeout === undefined || attributes.speechTimeout === 'auto';
  const autoMs = attributes.speechTimeout === 'auto' ? AUTO_SPEECH_TIMEOUT_MS : timeoutMs;
  const numDigits = attributes.numDigits === undefined ? undefined : secondsOf(element, 'numDigits', 0, warn);
  return {
    verb: 'Gather',
    prompts,
    takesKeys: input.includes('dtmf'),
    takesSpeech: input.includes('speech'),
    method: methodOf(element, 'method', warn),
    timeoutMs,
    speechTimeoutMs: isAuto ? autoMs : secondsOf(element, 'speechTimeout', 5, warn) * 1000,
    maxSpeechMs: secondsOf(element, 'maxSpeechTime', 60, warn) * 1000,
    finishOnKey: attributes.finishOnKey ?? '#',
    isActedOnEmpty: attributes.actionOnEmptyResult === 'true',
    isInterruptible: attributes.bargeIn !== 'false',
    language: attributes.language ?? 'en-US',
    ...(attributes.action ? { action: attributes.action } : {}),
    ...(numDigits ? { numDigits } : {}),
  };
}

function recordOf(element: XmlElement, warn: Warn): RecordOrder {
  const { attributes } = element;
  return {
    verb: 'Record',
    method: methodOf(element, 'method', warn),
    timeoutMs: secondsOf(element, 'timeout', 5, warn) * 1000,
    finishOnKey: attributes.finishOnKey ?? '1234567890*#',
    maxLengthMs: secondsOf(element, 'maxLength', 3600, warn) * 1000,
    hasBeep: attributes.playBeep !== 'false',
    statusCallbackMethod: methodOf(element, 'recordingStatusCallbackMethod', warn),
    statusEvents: (attributes.recordingStatusCallbackEvent ?? 'completed').split(/\s+/),
    ...(attributes.action ? { action: attributes.action } : {}),
    ...(attributes.recordingStatusCallback ? { statusCallback: attributes.recordingStatusCallback } : {}),
  };
}

/** A whole number that is not negative; anything else is the default, with a warning. */
function secondsOf(element: XmlElement, name: string, fallback: number, warn: Warn): number {
  const text = element.attributes[name];
  if (text === undefined) return fallback;
  if (/^\d+$/.test(text)) return Number(text);
  warn(`${name}="${text}" of ${element.name} is not a number`);
  return fallback;
}

function methodOf(element: XmlElement, name: string, warn: Warn): HttpMethod {
  const text = (element.attributes[name] ?? 'POST').toUpperCase();
  if (text === 'GET' || text === 'POST') return text;
  warn(`${name}="${text}" of ${element.name} is not GET or POST`);
  return 'POST';
}
