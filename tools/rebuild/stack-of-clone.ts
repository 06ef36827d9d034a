import { externalServers } from '../stack/external-servers.ts';
import { layoutOf } from '../stack/layout.ts';
import { loadSecrets } from '../stack/secrets.ts';
import { stackEnvironment, stackUrls } from '../stack/stack-environment.ts';
import { StackError } from '../stack/stack-error.ts';
import { recordedPorts } from '../stack/stack-ports.ts';

/** The environment of this clone's running stack. Throws `StackError` when none was ever started here. */
export function stackOfClone(stateDir: string | undefined): Record<string, string> {
  const layout = layoutOf(stateDir);
  const ports = recordedPorts(layout);
  if (ports === undefined) {
    throw new StackError(
      'No stack was started from this clone, and DATABASE_URL names none.',
      'npm run stack up',
    );
  }
  const secrets = loadSecrets(layout);
  return stackEnvironment({ layout, ports, secrets, urls: stackUrls(ports, secrets, externalServers()) });
}
