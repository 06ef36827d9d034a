/**
 * What `work` gives, or what `late` gives once `limitMs` have passed; `late` may throw. The work goes on: this only stops
 * waiting for it. No timer outlives the answer.
 */
export async function within<T, L>(work: Promise<T>, limitMs: number, late: () => L): Promise<T | L> {
  const passed = Promise.withResolvers<() => L>();
  const timer = setTimeout(() => passed.resolve(late), limitMs);
  try {
    const first = await Promise.race([work.then((value) => () => value), passed.promise]);
    return first();
  } finally {
    clearTimeout(timer);
  }
}
