import {
  Breaker,
  BREAKER_STATES,
  type BreakerRule,
  type BreakerSnapshot,
  type ForcedState,
} from './breaker.ts';

/** A row of `breaker_override` as a process obeys it; another `version` of the same force is a reset. */
export interface BreakerOrder {
  name: string;
  forced: ForcedState;
  version: string;
}

/** What the names of breakers of customers' hosts begin with. */
const HOSTS = 'customers.';

/** A breaker's name where there must not be one for each host, as in metrics. */
export function breakerClass(name: string): string {
  return name.startsWith(HOSTS) ? 'customers' : name;
}

/** Customers' hosts that have a breaker of their own at once in this process. */
const MOST_HOSTS = 1_000;

/** The breakers of one process. */
export class Breakers {
  readonly #named = new Map<string, Breaker>();
  /** By organization and host: what one customer does to a host keeps nobody else from it. */
  readonly #hosts = new Map<string, Breaker>();
  #orders = new Map<string, BreakerOrder>();
  readonly #onRefused: (name: string) => void;

  /** `onRefused` is told of each request that a breaker kept back. */
  constructor(onRefused: (name: string) => void = () => {}) {
    this.#onRefused = onRefused;
  }

  /** The breaker of a provider, the same one each time. */
  of(name: string, rule: BreakerRule): Breaker {
    const known = this.#named.get(name);
    if (known) return known;
    const made = this.#make(name, rule);
    this.#named.set(name, made);
    return made;
  }

  /** The breaker of a customer's host for one organization; the one unused for longest makes room. */
  ofHost(host: string, orgId: string): Breaker {
    const key = `${orgId} ${host}`;
    const breaker = this.#hosts.get(key) ?? this.#make(`${HOSTS}${host}`, 'streak');
    this.#hosts.delete(key);
    this.#hosts.set(key, breaker);
    for (const oldest of this.#hosts.keys()) {
      if (this.#hosts.size <= MOST_HOSTS) break;
      this.#hosts.delete(oldest);
    }
    return breaker;
  }

  /** Obeys every order that is new, changed or gone. Returns the names that something was done about. */
  obey(orders: readonly BreakerOrder[]): string[] {
    const before = this.#orders;
    this.#orders = new Map(orders.map((order) => [order.name, order]));
    const names = new Set([...before.keys(), ...this.#orders.keys()]);
    const changed = [...names].filter(
      (name) => before.get(name)?.version !== this.#orders.get(name)?.version,
    );
    for (const breaker of [...this.#named.values(), ...this.#hosts.values()]) {
      if (changed.includes(breaker.name)) breaker.force(this.#orders.get(breaker.name)?.forced ?? null);
    }
    return changed;
  }

  /** Every provider's breaker, and those of customers' hosts that are not closed; one for each name. */
  snapshots(): BreakerSnapshot[] {
    const hosts = [...this.#hosts.values()].map((breaker) => breaker.snapshot());
    const byName = new Map<string, BreakerSnapshot>();
    for (const host of hosts.filter(({ state }) => state !== 'closed')) {
      byName.set(host.name, worse(byName.get(host.name), host));
    }
    return [...[...this.#named.values()].map((breaker) => breaker.snapshot()), ...byName.values()];
  }

  #make(name: string, rule: BreakerRule): Breaker {
    const breaker = new Breaker(name, rule, this.#onRefused);
    const forced = this.#orders.get(name)?.forced ?? null;
    if (forced !== null) breaker.force(forced);
    return breaker;
  }
}

function worse(one: BreakerSnapshot | undefined, other: BreakerSnapshot): BreakerSnapshot {
  if (!one) return other;
  return BREAKER_STATES.indexOf(one.state) >= BREAKER_STATES.indexOf(other.state) ? one : other;
}
