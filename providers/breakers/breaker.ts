import {
  CircuitState,
  type CircuitBreakerPolicy,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhenResult,
  type IBreaker,
  SamplingBreaker,
} from 'cockatiel';

export const BREAKER_STATES = ['closed', 'half_open', 'open'] as const;
/** `half_open`: one request is under way that decides. */
export type BreakerState = (typeof BREAKER_STATES)[number];

/** An operator's hand on a breaker; null leaves it to itself. */
export type ForcedState = 'open' | 'closed' | null;

/** When a breaker opens. `share`: most of a busy provider's requests fail. `streak`: some in a row do. */
export type BreakerRule = 'share' | 'streak';

/** A breaker as it stands; counts since the process began, `changedAtMs` wall time of its last change of state. */
export interface BreakerSnapshot {
  name: string;
  state: BreakerState;
  failures: number;
  successes: number;
  changedAtMs: number;
}

/** A request through a breaker. */
export interface GuardedWork<T> {
  work: () => Promise<T>;
  /** Whether an answer means that the provider is not well. */
  hasFailed: (answer: T) => boolean;
  /** Whether a thrown error means it; every error does unless told. */
  isFault?: (error: unknown) => boolean;
  /** The answer of an open breaker: nothing was sent. */
  otherwise: () => T;
}

/** Three of four requests in ten seconds, of ten at least: an outage, and no carrier's bad day. */
const SHARE = { threshold: 0.75, duration: 10_000, minimumRps: 1 };
const STREAK = 5;
/** Pause before the first try, and the longest between two of them, ms. */
const PAUSES_MS = { initialDelay: 2_000, maxDelay: 30_000 };

const STATES: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
  [CircuitState.HalfOpen]: 'half_open',
};

type Outcome = { failed: boolean };

/** The breaker of one provider in this process: keeps requests back while it is not well, and tries again by itself. */
export class Breaker {
  readonly name: string;
  readonly #rule: BreakerRule;
  readonly #onRefused: (name: string) => void;
  #policy: CircuitBreakerPolicy;
  #forced: ForcedState = null;
  #counts = { failures: 0, successes: 0 };
  #changedAtMs = Date.now();

  /** `onRefused` is told of each request that was kept back. */
  constructor(name: string, rule: BreakerRule, onRefused: (name: string) => void = () => {}) {
    this.name = name;
    this.#rule = rule;
    this.#onRefused = onRefused;
    this.#policy = this.#fresh();
  }

  /** Does the work, or answers `otherwise` at once while the breaker is open. Never waits for another request. */
  async run<T>({ work, hasFailed, isFault = () => true, otherwise }: GuardedWork<T>): Promise<T> {
    const attempt = async () => {
      try {
        const answer = await work();
        return { failed: hasFailed(answer), settle: () => answer };
      } catch (error) {
        const settle = (): T => {
          throw error;
        };
        return { failed: isFault(error), settle };
      }
    };
    if (this.#forced === 'closed') return this.#count(await attempt()).settle();
    // In the library a second request would wait for the one that decides: a dial would miss its slot.
    if (this.#policy.state === CircuitState.HalfOpen) return this.#refuse(otherwise);
    let ran = false;
    const outcome = await this.#policy
      .execute(() => {
        ran = true;
        return attempt();
      })
      .catch((error: unknown) => {
        if (ran) throw error;
        return null;
      });
    return outcome === null ? this.#refuse(otherwise) : this.#count(outcome).settle();
  }

  /** Holds it open or closed, or leaves it to itself again; in each case it forgets what it has seen. */
  force(forced: ForcedState): void {
    this.#forced = forced;
    this.#policy = this.#fresh();
    if (forced === 'open') this.#policy.isolate();
    this.#changedAtMs = Date.now();
  }

  /** How it stands. */
  snapshot(): BreakerSnapshot {
    const state = this.#forced === 'closed' ? 'closed' : STATES[this.#policy.state];
    return { name: this.name, state, ...this.#counts, changedAtMs: this.#changedAtMs };
  }

  #fresh(): CircuitBreakerPolicy {
    const breaker: IBreaker =
      this.#rule === 'share' ? new SamplingBreaker(SHARE) : new ConsecutiveBreaker(STREAK);
    const policy = circuitBreaker(
      handleWhenResult((outcome) => (outcome as Outcome).failed),
      { breaker, halfOpenAfter: new ExponentialBackoff(PAUSES_MS) },
    );
    policy.onStateChange(() => {
      this.#changedAtMs = Date.now();
    });
    return policy;
  }

  #count<O extends Outcome>(outcome: O): O {
    this.#counts[outcome.failed ? 'failures' : 'successes'] += 1;
    return outcome;
  }

  #refuse<T>(otherwise: () => T): T {
    this.#onRefused(this.name);
    return otherwise();
  }
}
