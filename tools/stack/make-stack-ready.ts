import { externalServers } from './external-servers.ts';
import { makeReady, type Obtainable } from './obtain/make-ready.ts';
import { redisProgram } from './obtain/obtain-redis.ts';
import { temporalProgram } from './obtain/obtain-temporal.ts';
import { testServerProgram } from './obtain/obtain-test-server.ts';
import { postgresBinaries } from './parts/postgres-binaries.ts';

/** Programs by the name that `node tools/bootstrap.mjs ready NAME` takes. */
export const obtainablePrograms: Readonly<Record<string, Obtainable>> = {
  redis: redisProgram,
  temporal: temporalProgram,
  'temporal-test-server': testServerProgram,
};

/** Gets the programs of the development stack ready; servers that the user runs need none. Throws StackError. */
export async function makeServersReady(report: (line: string) => void): Promise<void> {
  const external = externalServers();
  if (external.database === undefined) postgresBinaries();
  if (external.redisUrl === undefined) await makeReady(redisProgram, report);
  if (external.temporal === undefined) await makeReady(temporalProgram, report);
}

/** Gets ready what tests need: they always run servers of their own, never those of the user. Throws StackError. */
export async function makeTestServersReady(report: (line: string) => void): Promise<void> {
  postgresBinaries();
  for (const program of [redisProgram, temporalProgram, testServerProgram]) await makeReady(program, report);
}
