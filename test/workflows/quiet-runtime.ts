import { DefaultLogger, Runtime } from '@temporalio/worker';

/** Shows only what goes wrong; once a test file, before its first worker. */
export function quietRuntime(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
  });
}
