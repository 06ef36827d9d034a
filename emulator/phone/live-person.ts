import type { CallStatus, LiveCall } from '../calls/call.ts';
import { isTerminal } from '../calls/call.ts';
import type { Aftermath, Ask, Detection, FarEnd, Meeting, PersonAct, Sound } from '../people/far-end.ts';
import { heardPart, speechMs } from '../twiml/durations.ts';
import type { Phone } from './phone.ts';

/** What somebody at the phone can do on a call. */
export type Doing =
  | { readonly kind: 'answer' }
  | { readonly kind: 'decline' }
  | { readonly kind: 'hang_up' }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'speech'; readonly text: string };

/** One line of what was heard and done on a call, as the page shows it. */
export interface TranscriptLine {
  readonly id: number;
  readonly who: 'line' | 'them' | 'you' | 'note';
  readonly text: string;
  readonly language?: string;
  /** How long it takes to say, wall milliseconds; 0 for what is not spoken. */
  readonly durationMs: number;
  /** What of it was heard when it was cut short. */
  readonly heard?: string;
  readonly isOver: boolean;
}

const LONGEST_TRANSCRIPT = 500;
/** Typing took long enough: the line need not wait for a sentence as if it were being spoken. */
const LONGEST_TYPED_MS = 1_500;
const GREETING_MS = 800;

/**
 * Somebody real at a phone in a browser: acts when they act, and hears by their page. Every phone that claims the
 * number rings; the one that answers has the call.
 */
export class LivePerson implements FarEnd {
  readonly name = 'browser phone';
  readonly isMachine = false;
  readonly transcript: TranscriptLine[] = [];
  readonly #acts: PersonAct[] = [];
  #phones: readonly Phone[];
  #call: LiveCall | undefined;
  #verdict: 'answers' | 'declines' | undefined;
  #lines = 0;
  #connectedAtMs: number | undefined;
  #sounding: { line: TranscriptLine; startedAtMs: number } | undefined;

  constructor(phones: readonly Phone[]) {
    this.#phones = phones;
  }

  /** Told which call it is on. */
  attach(call: LiveCall): void {
    this.#call = call;
    call.line.runAtWallSpeed();
  }

  get call(): LiveCall {
    return this.#call as LiveCall;
  }

  get phones(): readonly Phone[] {
    return this.#phones;
  }

  /** Does something at one of the phones. False when it makes no sense now, as answering what is answered. */
  does(phone: Phone, doing: Doing): boolean {
    const { status } = this.call.record;
    if (doing.kind === 'answer' || doing.kind === 'decline') return this.#decide(phone, doing.kind);
    if (doing.kind === 'hang_up') return this.#hangUp();
    if (status !== 'in-progress') return false;
    const text = doing.kind === 'key' ? doing.key : doing.text;
    const atMs = 0;
    this.#acts.push(
      doing.kind === 'key'
        ? { kind: 'key', key: doing.key, atMs }
        : { kind: 'speech', text, atMs, durationMs: Math.min(speechMs(text), LONGEST_TYPED_MS) },
    );
    this.#write({ who: 'you', text, durationMs: 0, isOver: true });
    this.call.line.nudge();
    return true;
  }

  meet(): Meeting {
    return { kind: 'decides', verdict: () => this.#verdict };
  }

  answers(): void {
    // They have said so themselves.
  }

  detection(): Detection {
    return { answeredBy: 'human', afterMs: GREETING_MS };
  }

  greetingMs(): number {
    return GREETING_MS;
  }

  hears(sound: Sound, startMs: number, endMs: number): void {
    const { kind, text, language } = sound;
    const line = this.#write({
      who: kind === 'talk' ? 'them' : kind === 'play' ? 'note' : 'line',
      text: kind === 'play' ? `♪ ${text}` : text,
      durationMs: endMs - startMs,
      isOver: false,
      ...(language === undefined ? {} : { language }),
    });
    this.#sounding = { line, startedAtMs: Date.now() };
  }

  soundOver(isWhole: boolean): void {
    const sounding = this.#sounding;
    if (!sounding) return;
    this.#sounding = undefined;
    const { line, startedAtMs } = sounding;
    const heard = heardPart(line.text, (Date.now() - startedAtMs) / Math.max(1, line.durationMs));
    this.#rewrite({ ...line, isOver: true, ...(isWhole ? {} : { heard }) });
  }

  isAsked(_nowMs: number, ask: Ask): void {
    this.#tell({ type: 'asked', sid: this.call.record.sid, ...ask });
  }

  isBridged(_nowMs: number, peer: string, role: 'called' | 'caller'): void {
    if (role === 'caller') this.#note(`Connected to ${peer}`);
    this.#tell({ type: 'asked', sid: this.call.record.sid, keys: false, speech: true, recording: false });
  }

  bridgeOver(): void {
    this.#note('The other side is gone; the call goes on');
  }

  nextActBy(): PersonAct | undefined {
    return this.#acts.shift();
  }

  nextActAtMs(): number {
    return this.#acts.length > 0 ? 0 : Number.POSITIVE_INFINITY;
  }

  inputTaken(isCollected: boolean): void {
    if (isCollected) this.#tell({ type: 'taken', sid: this.call.record.sid });
  }

  statusIs(status: CallStatus): void {
    if (status === 'in-progress') this.#connectedAtMs ??= Date.now();
    this.#tell({ type: 'call', call: this.snapshot() });
    if (!isTerminal(status)) return;
    for (const phone of this.#phones) phone.calls.delete(this.call.record.sid);
  }

  aftermath(): Aftermath {
    return {};
  }

  /** The call as the page shows it. */
  snapshot(): Readonly<Record<string, unknown>> {
    const { sid, from, to, direction, status } = this.call.record;
    const isOurs = direction === 'inbound';
    const parties = { peer: isOurs ? to : from, number: isOurs ? from : to };
    const connectedForMs = this.#connectedAtMs === undefined ? undefined : Date.now() - this.#connectedAtMs;
    return { sid, isOutgoing: isOurs, ...parties, status, connectedForMs, transcript: this.transcript };
  }

  /** The first to answer has the call; the others stop ringing. One who declines ends it when nobody else rings. */
  #decide(phone: Phone, kind: 'answer' | 'decline'): boolean {
    if (this.#verdict !== undefined || this.call.record.status !== 'ringing') return false;
    if (this.call.record.direction === 'inbound') return false;
    const others = this.#phones.filter((one) => one !== phone);
    if (kind === 'answer') {
      this.#phones = [phone];
      for (const other of others) other.lose(this.call.record.sid, 'answered at another phone');
      this.#verdict = 'answers';
    } else if (others.length > 0) {
      this.#phones = others;
      phone.lose(this.call.record.sid, 'declined');
      return true;
    } else {
      this.#verdict = 'declines';
    }
    this.call.line.nudge();
    return true;
  }

  /** A hang-up does not wait for what the line is doing. */
  #hangUp(): boolean {
    const { call } = this;
    if (isTerminal(call.record.status)) return false;
    if (call.record.status === 'ringing' && call.record.direction !== 'inbound') {
      this.#verdict ??= 'declines';
      call.line.nudge();
      return true;
    }
    call.onPersonHangup?.();
    call.line.interrupt({ kind: 'ended', by: 'person' });
    return true;
  }

  #note(text: string): void {
    this.#write({ who: 'note', text, durationMs: 0, isOver: true });
  }

  #write(line: Omit<TranscriptLine, 'id'>): TranscriptLine {
    this.#lines += 1;
    const written = { id: this.#lines, ...line };
    this.transcript.push(written);
    if (this.transcript.length > LONGEST_TRANSCRIPT) this.transcript.shift();
    this.#tell({ type: 'line', sid: this.call.record.sid, line: written });
    return written;
  }

  #rewrite(line: TranscriptLine): void {
    const index = this.transcript.findIndex((one) => one.id === line.id);
    if (index >= 0) this.transcript[index] = line;
    this.#tell({ type: 'line', sid: this.call.record.sid, line });
  }

  #tell(news: Readonly<Record<string, unknown>>): void {
    for (const phone of this.#phones) phone.tell(news);
  }
}
