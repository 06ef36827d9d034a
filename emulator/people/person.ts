import type { Dice } from '../dice.ts';
import { speechMs } from '../twiml/durations.ts';
import type { NamedPersona } from './directory.ts';
import type { Aftermath, Detection, FarEnd, Meeting, PersonAct, Sound } from './far-end.ts';
import type { Reaction, ScriptStep } from './persona.ts';

const KEY_GAP_MS = 250;

/** A sentence, and what a recogniser makes of it. */
interface Sentence {
  readonly say: string;
  readonly heardAs?: string | undefined;
  readonly confidence?: number | undefined;
}

/**
 * The far end of one call: hears what is played and says what it will do. Everything follows from the persona and
 * the dice of (seed, number, n-th call), so the same prompts get the same answers.
 */
export class Person implements FarEnd {
  readonly name: string;
  readonly #persona: NamedPersona['persona'];
  readonly #dice: Dice;
  #acts: PersonAct[] = [];
  #heard = '';
  #decisions = 0;
  #scriptAt = 0;
  readonly #timesFired = new Map<Reaction, number>();

  constructor(named: NamedPersona, dice: Dice) {
    this.name = named.name;
    this.#persona = named.persona;
    this.#dice = dice;
  }

  get isMachine(): boolean {
    return this.#persona.is !== 'human';
  }

  meet(): Meeting {
    const { answers, otherwise, failure } = this.#persona;
    const afterMs = this.#dice.within(answers.afterS, 'answers after') * 1000;
    if (this.#dice.roll('answers') < answers.probability) return { kind: 'answers', afterMs };
    if (otherwise === 'declines') return { kind: 'declines', afterMs };
    if (otherwise === 'failed') {
      const { sipCode, errorCode } = failure;
      return { kind: 'failed', sipCode, ...(errorCode === undefined ? {} : { errorCode }) };
    }
    return { kind: otherwise };
  }

  answers(nowMs: number): void {
    const { hangsUpAfterS } = this.#persona;
    if (hangsUpAfterS === undefined) return;
    this.#schedule({
      kind: 'hang_up',
      atMs: nowMs + this.#dice.within(hangsUpAfterS, 'hangs up after') * 1000,
    });
  }

  detection(waitsForEnd: boolean): Detection {
    const { is, detectedAs, hasBeep } = this.#persona;
    const greetingMs = this.greetingMs();
    if (is === 'fax') return { answeredBy: detectedAs ?? 'fax', afterMs: 2_500 };
    if (is === 'human') return { answeredBy: detectedAs ?? 'human', afterMs: greetingMs + 1_200 };
    if (!waitsForEnd)
      return { answeredBy: detectedAs ?? 'machine_start', afterMs: Math.min(greetingMs, 3_600) };
    const ending = hasBeep ? 'machine_end_beep' : 'machine_end_silence';
    return { answeredBy: detectedAs ?? ending, afterMs: greetingMs + (hasBeep ? 400 : 1_500) };
  }

  greetingMs(): number {
    const usual: [number, number] = this.#persona.is === 'machine' ? [6, 10] : [0.4, 1.6];
    const range = this.#persona.greetingS ?? usual;
    return this.#dice.within(range, 'greeting') * 1000;
  }

  hears(sound: Sound, startMs: number, endMs: number): void {
    this.#heard += `${sound.text}\n`;
    if (this.isMachine || this.#isBusyActing()) return;
    const breakIn = this.#persona.reactions.find(
      (one) => (one.bargeIn !== undefined || one.hangUp) && this.#isMatch(one),
    );
    if (!breakIn) return;
    this.#react(breakIn, startMs + (endMs - startMs) * (breakIn.bargeIn ?? 0.5));
  }

  isAsked(nowMs: number): void {
    if (this.isMachine || this.#isBusyActing()) return;
    const polite = this.#persona.reactions.find((one) => one.bargeIn === undefined && this.#isMatch(one));
    if (polite) this.#react(polite, nowMs + this.#thinkMs(polite.afterS));
    else this.#nextScripted(nowMs);
    this.#heard = '';
  }

  /** Who is called talks for a while and hangs up. */
  isBridged(nowMs: number, _peer: string, role: 'called' | 'caller'): void {
    if (role === 'caller') return;
    const { talksS } = this.#persona;
    this.#schedule({ kind: 'hang_up', atMs: nowMs + this.#dice.within(talksS, 'talks') * 1000 });
  }

  nextActBy(untilMs: number): PersonAct | undefined {
    const next = this.#acts[0];
    if (!next || next.atMs > untilMs) return undefined;
    this.#acts.shift();
    return next;
  }

  nextActAtMs(): number {
    return this.#acts[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  soundOver(): void {
    // A simulated person decides at the start of a sound.
  }

  inputTaken(): void {
    // Nor does it look whether a key was taken,
  }

  bridgeOver(): void {
    // or care when a conversation is over,
  }

  statusIs(): void {
    // or follow the call's status.
  }

  /** What follows after the call, if the dice say so. */
  aftermath(): Aftermath {
    const { callsBack, texts } = this.#persona;
    const isCalling = callsBack && this.#dice.roll('calls back') < callsBack.probability;
    const isTexting = texts && this.#dice.roll('texts') < texts.probability;
    const persona = callsBack?.persona;
    return {
      ...(isCalling && {
        callsBack: {
          afterMs: this.#dice.within(callsBack.afterS, 'calls back after') * 1000,
          ...(persona === undefined ? {} : { persona }),
        },
      }),
      ...(isTexting && {
        texts: { afterMs: this.#dice.within(texts.afterS, 'texts after') * 1000, body: texts.body },
      }),
    };
  }

  #isBusyActing(): boolean {
    return this.#acts.some((act) => act.kind !== 'hang_up');
  }

  #isMatch(reaction: Reaction): boolean {
    const times = this.#timesFired.get(reaction) ?? 0;
    const list = reaction.press ?? reaction.say;
    if (Array.isArray(list) && times >= list.length) return false;
    return reaction.when === undefined || new RegExp(reaction.when, 'iu').test(this.#heard);
  }

  #react(reaction: Reaction, atMs: number): void {
    const times = this.#timesFired.get(reaction) ?? 0;
    this.#timesFired.set(reaction, times + 1);
    this.#heard = '';
    const nth = (list: string | readonly string[]): string =>
      typeof list === 'string' ? list : (list[times] ?? '');
    if (reaction.press !== undefined) this.#press(nth(reaction.press), atMs);
    else if (reaction.say !== undefined) this.#say({ ...reaction, say: nth(reaction.say) }, atMs);
    else this.#schedule({ kind: 'hang_up', atMs });
  }

  #nextScripted(nowMs: number): void {
    const step: ScriptStep | undefined = this.#persona.script[this.#scriptAt];
    if (!step) return;
    this.#scriptAt += 1;
    if ('wait' in step) return;
    const atMs = nowMs + this.#thinkMs(step.afterS);
    if ('press' in step) this.#press(step.press, atMs);
    else if ('say' in step) this.#say(step, atMs);
    else this.#schedule({ kind: 'hang_up', atMs });
  }

  #thinkMs(afterS: number | [number, number] | undefined): number {
    this.#decisions += 1;
    return this.#dice.within(afterS ?? this.#persona.thinkS, `thinks ${this.#decisions}`) * 1000;
  }

  #press(keys: string, atMs: number): void {
    for (const [index, key] of keys.split('').entries()) {
      this.#schedule({ kind: 'key', key, atMs: atMs + index * KEY_GAP_MS });
    }
  }

  #say({ say, heardAs, confidence }: Sentence, atMs: number): void {
    this.#schedule({
      kind: 'speech',
      text: say,
      atMs,
      durationMs: speechMs(say),
      ...(heardAs === undefined ? {} : { heardAs }),
      ...(confidence === undefined ? {} : { confidence }),
    });
  }

  #schedule(act: PersonAct): void {
    this.#acts.push(act);
    this.#acts.sort((a, b) => a.atMs - b.atMs);
  }
}
