import {
  type Gather,
  type Instruction,
  type Prompt,
  type RecordOrder,
  type TwimlDocument,
  TwimlError,
} from './document.ts';
import { speechMs } from './durations.ts';
import { checkVerb, elements, methodOf, secondsOf, type Warn, wordsOf } from './attributes.ts';
import { dialOf } from './parse-dial.ts';
import { isNotImitated } from './schema.ts';
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

function instructionOf(element: XmlElement, warn: Warn): Instruction | undefined {
  if (isNotImitated(element.name)) throw new TwimlError(12200, `${element.name} is not imitated`);
  if (!checkVerb(element, warn)) return undefined;
  switch (element.name) {
    case 'Gather':
      return gatherOf(element, warn);
    case 'Record':
      return recordOf(element, warn);
    case 'Dial':
      return dialOf(element, warn);
    case 'Number':
      warn('Number outside Dial');
      return undefined;
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
    hints: hintsOf(attributes.hints, warn),
    ...(attributes.action ? { action: attributes.action } : {}),
    ...(numDigits ? { numDigits } : {}),
  };
}

/** A callback asks for the words without `transcribe="true"` too, as at Twilio. */
function recordOf(element: XmlElement, warn: Warn): RecordOrder {
  const { attributes } = element;
  const isWritten = Boolean(attributes.transcribeCallback) && attributes.transcribe !== 'false';
  return {
    verb: 'Record',
    method: methodOf(element, 'method', warn),
    timeoutMs: secondsOf(element, 'timeout', 5, warn) * 1000,
    finishOnKey: attributes.finishOnKey ?? '1234567890*#',
    maxLengthMs: secondsOf(element, 'maxLength', 3600, warn) * 1000,
    hasBeep: attributes.playBeep !== 'false',
    statusCallbackMethod: methodOf(element, 'recordingStatusCallbackMethod', warn),
    statusEvents: wordsOf(attributes.recordingStatusCallbackEvent, 'completed'),
    isTrimmed: attributes.trim !== 'do-not-trim',
    ...(isWritten && { transcribeCallback: attributes.transcribeCallback as string }),
    ...(attributes.action ? { action: attributes.action } : {}),
    ...(attributes.recordingStatusCallback ? { statusCallback: attributes.recordingStatusCallback } : {}),
  };
}

/** At most 500 phrases of at most 100 characters, as Twilio takes them; the rest is passed over with a warning. */
function hintsOf(text: string | undefined, warn: Warn): string[] {
  const phrases = (text ?? '').split(',').map((phrase) => phrase.trim());
  const hints = phrases.filter((phrase) => phrase !== '' && phrase.length <= 100).slice(0, 500);
  if (text !== undefined && hints.length < phrases.length) warn('hints of Gather: some are passed over');
  return hints;
}
