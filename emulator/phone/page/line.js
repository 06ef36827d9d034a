/**
 * The line to the emulator: news come as server-sent events, acts go as posts. `on` gets each piece of news, and
 * `state` 'ready' or 'waiting' as the line comes and goes.
 */
export class Line {
  #source;
  #phone = phoneId();
  #on;
  #onState;

  constructor(on, onState) {
    this.#on = on;
    this.#onState = onState;
  }

  /** Claims a number; the phone rings for it until another is claimed. */
  claim(number) {
    this.#source?.close();
    const query = new URLSearchParams({ phone: this.#phone, number });
    const source = new EventSource(`./events?${query}`);
    source.addEventListener('message', (event) => this.#on(JSON.parse(event.data)));
    source.addEventListener('open', () => this.#onState('ready'));
    source.addEventListener('error', () => this.#onState('waiting'));
    this.#source = source;
  }

  /** Why a number cannot be claimed; undefined when it can. */
  async refusalOf(number) {
    const stop = new AbortController();
    const query = new URLSearchParams({ phone: this.#phone, number });
    const response = await fetch(`./events?${query}`, { signal: stop.signal }).catch(() => undefined);
    const problem = response?.ok ? undefined : await problemOf(response);
    stop.abort();
    return problem;
  }

  /** Numbers of the application. */
  async numbers() {
    const response = await fetch('./numbers').catch(() => undefined);
    return response?.ok ? (await response.json()).ours : [];
  }

  /** Calls a number; why not, or undefined. */
  call(to) {
    return this.#post('./calls', { to });
  }

  /** Does something on a call: answer, decline, hang_up, key, speech; why not, or undefined. */
  act(sid, doing) {
    return this.#post(`./calls/${sid}`, doing);
  }

  async #post(path, body) {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phone: this.#phone, ...body }),
    }).catch(() => undefined);
    return response?.ok ? undefined : problemOf(response);
  }
}

async function problemOf(response) {
  const body = await response?.json().catch(() => undefined);
  return body?.problems?.[0] ?? 'The emulator does not answer.';
}

/** The same over a reload of the tab, another in each tab. */
function phoneId() {
  const kept = sessionStorage.getItem('phone');
  // A tab that was opened from another one begins with a copy of its memory.
  const isReload = performance.getEntriesByType('navigation')[0]?.type !== 'navigate';
  const id = (isReload && kept) || crypto.randomUUID();
  sessionStorage.setItem('phone', id);
  return id;
}
