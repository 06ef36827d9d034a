import type { ServerResponse } from 'node:http';
import type { LiveCall } from '../calls/call.ts';
import { LivePerson } from './live-person.ts';
import { Phone } from './phone.ts';

/** How long a phone whose last tab has gone may come back, as on a reload, before its calls are hung up. */
const GRACE_MS = 5_000;

/** The phones in browsers: who claims which number, and which of their calls are under way. */
export class Switchboard {
  readonly #phones = new Map<string, Phone>();
  #isClosed = false;
  readonly #farewells = new Map<string, NodeJS.Timeout>();
  /** Hangs up without waiting for the page: writes the truth and ends the call. */
  readonly #onHangup: (call: LiveCall) => void;

  constructor(onHangup: (call: LiveCall) => void) {
    this.#onHangup = onHangup;
  }

  phone(id: string): Phone | undefined {
    return this.#phones.get(id);
  }

  /** A tab shows this phone. The phone takes the number of whoever came last, unless it is on a call. */
  connect(id: string, number: string, screen: ServerResponse): Phone {
    const phone = this.#phones.get(id) ?? new Phone(id, number);
    if (phone.calls.size === 0) phone.number = number;
    this.#phones.set(id, phone);
    clearTimeout(this.#farewells.get(id));
    phone.screens.add(screen);
    screen.once('close', () => {
      phone.screens.delete(screen);
      if (phone.screens.size === 0) this.#waitFor(phone);
    });
    return phone;
  }

  /** Somebody real at this number, if a phone with a tab open claims it. */
  personAt(number: string): LivePerson | undefined {
    const claimants = [...this.#phones.values()].filter(
      (phone) => phone.number === number && phone.screens.size > 0,
    );
    return claimants.length > 0 ? new LivePerson(claimants) : undefined;
  }

  /** Puts a new call on the phones of the person it is with; other calls are none of its business. */
  attach(call: LiveCall): void {
    const { person } = call;
    if (!(person instanceof LivePerson)) return;
    call.onPersonHangup = () => this.#onHangup(call);
    person.attach(call);
    for (const phone of person.phones) phone.calls.set(call.record.sid, person);
  }

  /** Forgets the timers, and sets none for the screens that close from here on. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#farewells.values()) clearTimeout(timer);
  }

  #waitFor(phone: Phone): void {
    if (this.#isClosed) return;
    const timer = setTimeout(() => {
      if (phone.screens.size > 0) return;
      this.#phones.delete(phone.id);
      this.#farewells.delete(phone.id);
      for (const person of phone.calls.values()) {
        const isRinging =
          person.call.record.status === 'ringing' && person.call.record.direction !== 'inbound';
        person.does(phone, { kind: isRinging ? 'decline' : 'hang_up' });
      }
    }, GRACE_MS);
    this.#farewells.set(phone.id, timer);
  }
}
