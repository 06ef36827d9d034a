import { activityInfo } from '@temporalio/activity';

/** One recorded call of a fake activity. */
export interface RecordedActivity<Name extends string> {
  name: Name;
  input: unknown;
}

/**
 * Fake activities of which every call is kept as data, in order. What the server asks again although it was answered,
 * as it does when a busy machine answers late, is no second call of the workflow.
 */
export function recordActivities<A extends object>(fakes: A) {
  const recorded: RecordedActivity<keyof A & string>[] = [];
  const answered = new Set<string>();
  const activities = Object.fromEntries(
    Object.entries(fakes).map(([name, run]) => [
      name,
      async (input: never) => {
        const { activityId, workflowExecution } = activityInfo();
        const id = `${workflowExecution?.runId} ${activityId}`;
        if (!answered.has(id)) recorded.push({ name: name as keyof A & string, input });
        const result = await run(input);
        answered.add(id);
        return result;
      },
    ]),
  );
  return { activities, recorded, namesOf: () => recorded.map(({ name }) => name) };
}
