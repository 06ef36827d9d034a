import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Instruction, StepInput } from '../../contracts/call-instructions.ts';
import { FLOW_CAPABILITIES } from '../../domain/ivr/capabilities.ts';
import type { StepResult } from '../../domain/ivr/cursor.types.ts';
import { flowArbitrary, inputArbitrary, valueArbitrary } from '../../domain/ivr/flow-arbitrary.fixture.ts';
import { published } from '../../domain/ivr/flow-draft.fixture.ts';
import type { PublishedFlow } from '../../domain/ivr/graph.types.ts';
import { renderedPrompt } from '../../domain/ivr/rendered-prompt.ts';
import { startCursor, step } from '../../domain/ivr/step.ts';
import { MAX_TWIML_BYTES, renderTwiml } from './render.ts';

const parser = new XMLParser({
  preserveOrder: true,
  trimValues: false,
  parseTagValue: false,
  htmlEntities: false,
});
const LAST = new Set(['gather', 'record', 'dial', 'redirect', 'hangup']);

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

/** What is wrong with a turn; null when nothing is. Plain comparisons, since it runs tens of thousands of times. */
function faultOf(turn: StepResult, flow: PublishedFlow): string | null {
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
  if (Buffer.byteLength(twiml) > MAX_TWIML_BYTES) return 'too long';
  if (!LAST.has(turn.instructions.at(-1)?.type ?? '')) return 'neither waits nor ends';
  if (turn.done !== (turn.cursor.status === 'ended')) return 'disagrees with its cursor about the end';
  if (turn.failed && !/no_branch|not_a_number/.test(turn.failed.code)) return turn.failed.code;
  return null;
}

describe('random valid flows', () => {
  it('compile, never throw, never loop, always wait or end, and render to TwiML with the same verbs', () => {
    let ended = 0;
    let turns = 0;
    const calls = fc.property(
      flowArbitrary,
      fc.array(inputArbitrary, { maxLength: 12 }),
      fc.dictionary(fc.constantFrom('contact.firstName', 'contact.attributes.at', 'word'), valueArbitrary),
      (draft, inputs, variables) => {
        const flow = published(draft, { capabilities: FLOW_CAPABILITIES });
        let cursor = startCursor(flow.graph, { variables });
        const silence = Array.from({ length: 500 }, (): StepInput => ({ type: 'no_input' }));
        for (const input of [{ type: 'start' } as const, ...inputs, ...silence]) {
          const turn = step(flow.graph, cursor, input, { nowMs: turns });
          const fault = faultOf(turn, flow);
          if (fault !== null) throw new Error(fault);
          turns += 1;
          cursor = turn.cursor;
          if (turn.done) break;
        }
        ended += Number(cursor.status === 'ended');
      },
    );
    fc.assert(calls, { numRuns: 5_000, seed: 4_401 });
    expect(ended).toBe(5_000);
    expect(turns).toBeGreaterThan(15_000);
  }, 120_000);
});
