import { beginTestRun, endTestRun } from '../../../test/harness/test-run.ts';
import { apiWorld, type ApiWorld, type WorldOptions } from '../../../test/api/harness/api-world.ts';

/** More requests than any proof sends: what is proven here is who may ask, not how often. */
const NO_LIMIT = { requests: 10_000_000, windowSeconds: 60 };

/** Runs a proof against the application over a database of its own with two organizations, and takes both away. */
export async function inAccessWorld<T>(
  work: (world: ApiWorld) => Promise<T>,
  options: WorldOptions = {},
): Promise<T> {
  const directory = beginTestRun();
  try {
    const world = await apiWorld({ ...options, parts: { requestLimit: NO_LIMIT } });
    try {
      return await work(world);
    } finally {
      await world.close();
    }
  } finally {
    await endTestRun(directory);
  }
}
