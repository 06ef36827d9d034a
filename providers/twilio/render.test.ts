import { describe, expect, it } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { type Instruction, LANGUAGES, SYSTEM_PROMPTS } from '../../contracts/call-instructions.ts';
import type { PromptTable } from '../../domain/ivr/graph.types.ts';
import { renderTwiml } from './render.ts';
import { splitSay } from './render-say-split.ts';

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });
const turnUrl = (query?: Readonly<Record<string, string>>) =>
  `https://calls.example/voice?a=1&t=2${query ? `&in=${query.in}` : ''}#rc=3`;

function render(instructions: Instruction[], prompts: PromptTable = {}): string {
  return renderTwiml(instructions, { prompts, language: 'en', turnUrl });
}

function say(key: string, variables = {}): Instruction & { type: 'say' } {
  return { type: 'say', prompt: { key, variables }, language: 'en' };
}

function spoken(template: string, variables: object): string {
  const twiml = render([say('a', variables)], { a: { en: template } });
  return String(parser.parse(twiml).Response.Say['#text']);
}

const menu: Instruction = {
  type: 'gather',
  input: 'dtmf',
  prompts: [say('ask')],
  numDigits: 1,
  finishKey: null,
  timeoutMs: 5_000,
  language: 'en',
  hints: [],
  maxSpeechMs: 10_000,
};

describe('a turn as TwiML', () => {
  it('asks for one key in which # is a choice, and comes back by itself after silence', () => {
    const { Response } = parser.parse(render([menu], { ask: { en: 'One or two?' } }));
    expect(Response.Gather).toMatchObject({
      input: 'dtmf',
      numDigits: '1',
      finishOnKey: '',
      actionOnEmptyResult: 'false',
      timeout: '5',
      method: 'POST',
      action: 'https://calls.example/voice?a=1&t=2#rc=3',
    });
    expect(Response.Redirect).toEqual({
      '#text': 'https://calls.example/voice?a=1&t=2&in=no_input#rc=3',
      method: 'POST',
    });
  });

  it('listens in the language of the question, with its hints', () => {
    const speech = { ...menu, input: 'both' as const, language: 'cs' as const, hints: ['ano', 'ne'] };
    expect(parser.parse(render([speech], { ask: { en: 'x' } })).Response.Gather).toMatchObject({
      input: 'dtmf speech',
      language: 'cs-CZ',
      hints: 'ano,ne',
      speechTimeout: 'auto',
      maxSpeechTime: '10',
    });
  });

  it('waits for the finish key where the number of keys is open', () => {
    const { Gather } = parser.parse(
      render([{ ...menu, numDigits: null, finishKey: '#' }], { ask: { en: 'x' } }),
    ).Response;
    expect(Gather.finishOnKey).toBe('#');
    expect(Gather.numDigits).toBeUndefined();
  });

  it('plays an audio file where the flow brings one', () => {
    const prompts = { a: { en: { audioUrl: 'https://audio.example/a.mp3?x=1&y=2' } } };
    expect(parser.parse(render([say('a')], prompts)).Response.Play).toBe(
      'https://audio.example/a.mp3?x=1&y=2',
    );
  });

  it('records, dials, redirects and hangs up', () => {
    const twiml = render([
      { type: 'record', playBeep: true, maxLengthMs: 60_000, silenceMs: 4_000, finishKey: '#' },
      { type: 'dial', to: '+12125550123', callerId: null, ringTimeoutMs: 20_000, timeLimitMs: null },
      { type: 'pause', durationMs: 1_000 },
      { type: 'redirect' },
      { type: 'hangup' },
    ]);
    const { Response } = parser.parse(twiml);
    expect(Response.Record).toMatchObject({
      playBeep: 'true',
      maxLength: '60',
      timeout: '4',
      finishOnKey: '#',
    });
    expect(Response.Dial).toMatchObject({ timeout: '20', method: 'POST' });
    expect(twiml).toContain('<Number>+12125550123</Number>');
    expect(twiml).toMatch(
      /<Pause length="1"\/><Redirect method="POST">[^<]*in=resume[^<]*<\/Redirect><Hangup\/>/,
    );
  });

  it('says where news of a recording go, and of which', () => {
    const record: Instruction = {
      type: 'record',
      playBeep: true,
      maxLengthMs: 60_000,
      silenceMs: 4_000,
      finishKey: '#',
    };
    const recordingUrl = 'https://calls.example/recording?c=1&k=2#rc=3';
    const twiml = renderTwiml([record], { prompts: {}, language: 'en', turnUrl, recordingUrl });
    expect(parser.parse(twiml).Response.Record).toMatchObject({
      recordingStatusCallback: recordingUrl,
      recordingStatusCallbackMethod: 'POST',
      recordingStatusCallbackEvent: 'in-progress completed absent',
    });
    expect(render([record])).not.toContain('recordingStatusCallback');
  });

  it('apologises in every language in a voice of that language', () => {
    for (const [language, voice] of [
      ['en', 'Google.en-US'],
      ['es', 'Google.es-ES'],
      ['cs', 'Google.cs-CZ'],
    ] as const) {
      const sorry: Instruction = {
        type: 'say',
        prompt: { key: SYSTEM_PROMPTS.apology, variables: {} },
        language,
      };
      const { Say } = parser.parse(render([sorry])).Response;
      expect(Say.voice.startsWith(voice)).toBe(true);
      expect(Say['#text'].length).toBeGreaterThan(30);
    }
    expect(LANGUAGES).toHaveLength(3);
  });

  it('is refused when a prompt is not there or the answer is too long', () => {
    expect(() => render([say('gone')])).toThrow('is not there');
    expect(() => render([say('constructor')])).toThrow('is not there');
    const long = Array.from({ length: 30 }, () => say('a'));
    expect(() => render(long, { a: { en: 'Words. '.repeat(400) } })).toThrow('longer than the carrier takes');
  });
});

describe('values in a prompt', () => {
  it.each([
    ['</Say><Hangup/><Say>', '/Say Hangup/ Say'],
    ['<break time="10s"/>', 'break time="10s"/'],
    ['a & b &lt; c', 'a & b &lt; c'],
    ['{{ secret }}{% raw %}', '{{ secret }}{% raw %}'],
    [']]><![CDATA[x', ']] ![CDATA[x'],
    ['a\u0000\u0007\u200b\u202eb\n\nc', 'a b c'],
    ['\ud800', '\ufffd'],
    ['x'.repeat(5_000), 'x'.repeat(300)],
  ])('mean nothing but themselves, case %#', (value, expected) => {
    expect(spoken('It is {{ word }}.', { word: value })).toBe(`It is ${expected}.`);
  });

  it('are read from nested references, and are empty when they are missing', () => {
    const variables = { 'contact.firstName': 'Ada', 'contact.attributes.city': 'Brno' };
    const template = '{{ contact.firstName }}, {{ contact.attributes.city }}{{ contact.lastName }}!';
    expect(spoken(template, variables)).toBe('Ada, Brno!');
  });

  it('speak dates and times in the language of the prompt, as they are written', () => {
    const prompts = {
      a: { cs: '{{ at | spoken_date }} v {{ at | spoken_time }}', es: '{{ at | spoken_date }}' },
    };
    const at = '2026-11-24T15:30:00+01:00';
    const heard = (language: 'cs' | 'es', value: string) =>
      parser.parse(render([{ ...say('a', { at: value }), language }], prompts)).Response.Say['#text'];
    expect(heard('cs', at)).toBe('úterý 24. listopadu v 15:30');
    expect(heard('es', at)).toBe('martes, 24 de noviembre');
    expect(heard('cs', 'brzy')).toBe('brzy v brzy');
    expect(heard('es', '2026-02-31')).toBe('2026-02-31');
  });
});

describe('a long text', () => {
  it('is cut between sentences and loses no word', () => {
    const sentences = Array.from({ length: 200 }, (_, at) => `Sentence number ${at} has an end.`);
    const says = splitSay(sentences.join(' '));
    expect(says.length).toBeGreaterThan(1);
    expect(says.every((text) => text.length <= 2_800 && text.endsWith('end.'))).toBe(true);
    expect(says.join(' ')).toBe(sentences.join(' '));
  });

  it('keeps below 4,500 URL-encoded characters in Czech, inside a sentence where it must', () => {
    const words = Array.from({ length: 600 }, () => 'příliš').join(' ');
    const says = splitSay(words);
    expect(says.every((text) => encodeURIComponent(text).length <= 4_500)).toBe(true);
    expect(says.join(' ')).toBe(words);
  });

  it('is cut inside a word only when the word alone is too long, and never inside a character', () => {
    const says = splitSay('😀'.repeat(2_000));
    expect(says.join('')).toBe('😀'.repeat(2_000));
    expect(says.every((text) => text.isWellFormed())).toBe(true);
  });
});

describe('the cost of a menu turn', () => {
  it('is under 0.3 ms at the median', () => {
    const prompts = {
      ask: { en: 'Hello {{ contact.firstName }}. One or two? {{ contact.attributes.at | spoken_date }}' },
    };
    const variables = { 'contact.firstName': 'Ada', 'contact.attributes.at': '2026-11-24' };
    const turn = [{ ...menu, prompts: [say('ask', variables), say('ask', variables)] }];
    const times = Array.from({ length: 2_000 }, () => {
      const begun = performance.now();
      render(turn, prompts);
      return performance.now() - begun;
    }).toSorted((left, right) => left - right);
    expect(times[1_000]).toBeLessThan(0.3);
  });
});
