import { afterAll, beforeAll } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { testTemporal } from '../harness/test-temporal.ts';
import { quietRuntime } from './quiet-runtime.ts';
import { workflowBundle } from './workflow-bundle.ts';

/** Connections of a client and of a worker to the run's own Temporal server. */
export interface RealServer {
  readonly connection: Connection;
  readonly native: NativeConnection;
}

/** For what the time-skipping server lacks: connects before the tests of a file, with the bundle built, and closes after them. */
export function useRealServer(): () => RealServer {
  let server: RealServer | undefined;
  beforeAll(async () => {
    quietRuntime();
    const { address } = await testTemporal();
    server = {
      connection: await Connection.connect({ address }),
      native: await NativeConnection.connect({ address }),
    };
    await workflowBundle();
  }, 120_000);
  afterAll(async () => {
    await server?.native.close();
    await server?.connection.close();
  });
  return () => {
    if (!server) throw new Error('The server is there only inside tests.');
    return server;
  };
}
