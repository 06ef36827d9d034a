import { afterAll, beforeAll } from '@jest/globals';
import { apiWorld, type ApiWorld, type WorldOptions } from './api-world.ts';

/** A world for a test file: built before its tests, closed after them. The result reads it once it is there. */
export function useApiWorld(options: WorldOptions = {}): () => ApiWorld {
  let world: ApiWorld | undefined;
  beforeAll(async () => {
    world = await apiWorld(options);
  }, 120_000);
  afterAll(() => world?.close());
  return () => {
    if (!world) throw new Error('The world is there only inside tests.');
    return world;
  };
}
