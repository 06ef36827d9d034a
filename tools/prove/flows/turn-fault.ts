import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Instruction } from '../../../contracts/call-instructions.ts';
import type { StepResult } from '../../../domain/ivr/cursor.types.ts';
import type { PublishedFlow } from '../../../domain/ivr/graph.types.ts';
import { renderedPrompt } from '../../../domain/ivr/rendered-prompt.ts';
import { MAX_TWIML_BYTES, renderTwiml } from '../../../providers/twilio/render.ts';

const parser = new XMLParser({
  preserveOrder: true,
  trimValues: false,
  parseTagValue: false,
  htmlEntities: false,
});
const LAST = new Set(['gather', 'record', 'dial', 'redirect', 'hangup']);
/** What a flow may fail with by what it draws; any other failure is ours. */
const DRAWN = new Set(['ivr_flow.no_branch', 'ivr_flow.not_a_number']);

type Element = Record<string, unknown>;

/** Verbs with what they say, words apart from how they are split; Gather with its children. */
function heard(elements: readonly Element[]): string[] {
  const verbs = elements.flatMap((element) => {
    const [name = ''] = Object.keys(element).filter((key) => key !== ':@');
    const inner = element[name] as Element[];
    if (name === 'Say') return [`Say ${inner.map((text) => String(text['#text'])).join('')}`];
    return name === 'Gather' ? ['Gather (', ...heard(inner), ')'] : [name];
  });
  return joinSays(verbs);
}

function joinSays(verbs: readonly string[]): string[] {
  return verbs.reduce<string[]>((joined, verb) => {
    const last = joined.at(-1);
    if (verb.startsWith('Say ') && last?.startsWith('Say '))
      joined[joined.length - 1] = `${last} ${verb.slice(4)}`;
    else joined.push(verb);
    return joined;
  }, []);
}

/** The same of the instructions that were rendered. */
function told(instructions: readonly Instruction[], flow: PublishedFlow): string[] {
  const verbs = instructions.flatMap((one): string[] => {
    if (one.type === 'record') return ['Record', 'Redirect'];
    if (one.type === 'gather') return ['Gather (', ...told(one.prompts, flow), ')', 'Redirect'];
    if (one.type !== 'say') return [`${one.type.charAt(0).toUpperCase()}${one.type.slice(1)}`];
    const words = renderedPrompt(flow.prompts, one.prompt, one.language);
    if (words && 'audioUrl' in words) return ['Play'];
    return words?.text ? [`Say ${words.text}`] : [];
  });
  return joinSays(verbs);
}

/**
 * What is wrong with a turn as the carrier hears it; null when nothing is: its TwiML is XML of at most 60 kB with the
 * very verbs and words of its instructions, and it waits for something or ends. Plain comparisons, since it runs
 * hundreds of thousands of times.
 */
export function turnFault(turn: StepResult, flow: PublishedFlow): string | null {
  const turnUrl = (query?: object) => `https://calls.example/voice?a=1&k=2${query ? '&in=x' : ''}`;
  const twiml = renderTwiml(turn.instructions, {
    prompts: flow.prompts,
    language: turn.cursor.language,
    turnUrl,
  });
  if (XMLValidator.validate(twiml) !== true) return `not XML: ${twiml}`;
  const [, root] = parser.parse(twiml) as [Element, Element];
  const [said, meant] = [heard(root.Response as Element[]), told(turn.instructions, flow)];
  if (said.join('\n') !== meant.join('\n')) return `other verbs: ${twiml} instead of ${meant.join(', ')}`;
  if (Buffer.byteLength(twiml) > MAX_TWIML_BYTES) return 'longer than the carrier takes';
  if (!LAST.has(turn.instructions.at(-1)?.type ?? '')) return 'neither waits nor ends';
  if (turn.done !== (turn.cursor.status === 'ended')) return 'disagrees with its cursor about the end';
  if (turn.failed && !DRAWN.has(turn.failed.code)) return turn.failed.code;
  return null;
}
