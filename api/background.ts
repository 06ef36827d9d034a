/** Work that nobody waits for any more and that must end before its connections are closed. */
export class Background {
  readonly #open = new Set<Promise<unknown>>();

  /** Remembers a piece of work until it ends; gives it back as it is. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#open.add(work);
    const forget = () => void this.#open.delete(work);
    work.then(forget, forget);
    return work;
  }

  /** Resolves when everything tracked has ended, well or not. */
  async settled(): Promise<void> {
    while (this.#open.size > 0) await Promise.allSettled(this.#open);
  }
}
