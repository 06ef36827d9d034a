import { ExpiringCache } from '../http/expiring-cache.ts';

/**
 * Answers that may be given again for a short while, and one question at a time for each key: a burst of requests asks
 * once. `clear` forgets all of them, those under way too. A question that fails is not remembered.
 */
export class RecentAnswers<T> {
  readonly #answers: ExpiringCache<{ value: T }>;
  readonly #maxAgeMs: number;
  readonly #wallMs: () => number;
  #asking = new Map<string, Promise<T>>();

  constructor(options: { limit: number; maxAgeMs: number; wallMs: () => number }) {
    this.#answers = new ExpiringCache(options.limit, options.wallMs);
    this.#maxAgeMs = options.maxAgeMs;
    this.#wallMs = options.wallMs;
  }

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    if (known) return Promise.resolve(known.value);
    const asking = this.#asking.get(key);
    if (asking) return asking;
    const questions = this.#asking;
    const askedAtMs = this.#wallMs();
    const answer = ask()
      .then((value) => {
        // Cleared in the meantime: what was asked before may not be true any more.
        if (questions === this.#asking) this.#answers.set(key, { value }, askedAtMs + this.#maxAgeMs);
        return value;
      })
      .finally(() => questions.delete(key));
    questions.set(key, answer);
    return answer;
  }

  clear(): void {
    this.#answers.clear();
    this.#asking = new Map();
  }
}
