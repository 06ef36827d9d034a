/** One recorded call of a fake activity. */
export interface RecordedActivity<Name extends string> {
  name: Name;
  input: unknown;
}

/** Fake activities of which every call is kept as data, in order. */
export function recordActivities<A extends object>(fakes: A) {
  const recorded: RecordedActivity<keyof A & string>[] = [];
  const activities = Object.fromEntries(
    Object.entries(fakes).map(([name, run]) => [
      name,
      (input: never) => {
        recorded.push({ name: name as keyof A & string, input });
        return run(input);
      },
    ]),
  );
  return { activities, recorded, namesOf: () => recorded.map(({ name }) => name) };
}
