import type { ExternalServers } from './external-servers.ts';
import type { Layout } from './layout.ts';
import type { Part } from './part.ts';
import { postgresPart } from './parts/postgres.ts';
import { type ProcessName, processPart } from './parts/process-table.ts';
import { redisPart } from './parts/redis.ts';
import { temporalPart } from './parts/temporal.ts';
import type { StackSecrets } from './secrets.ts';
import { codecEndpoint, processEnvironment } from './stack-environment.ts';
import type { StackPorts } from './stack-ports.ts';

export type ServerName = 'postgres' | 'redis' | 'temporal';
export type PartName = ServerName | ProcessName;

/** What the parts of one stack are made from. */
export interface PartIngredients {
  layout: Layout;
  ports: StackPorts;
  secrets: StackSecrets;
  external: ExternalServers;
}

/** The servers this stack runs itself: those the user does not run already. */
export function serverParts({ layout, ports, secrets, external }: PartIngredients): Part[] {
  return [
    ...(external.database === undefined ? [postgresPart({ layout, port: ports.postgres, secrets })] : []),
    ...(external.redisUrl === undefined ? [redisPart({ layout, port: ports.redis })] : []),
    ...(external.temporal === undefined
      ? [
          temporalPart({
            layout,
            port: ports.temporal,
            uiPort: ports.temporalUi,
            uiCodecEndpoint: codecEndpoint(ports, secrets),
          }),
        ]
      : []),
  ];
}

/** One of our processes with its environment: the shared one, its own, then `extra`. */
export function ownPart(
  name: ProcessName,
  ingredients: PartIngredients,
  sharedEnv: Record<string, string>,
  extra: Record<string, string> = {},
): Part {
  const { layout, ports } = ingredients;
  const port = name === 'api' ? ports.api : name === 'emulator' ? ports.emulator : undefined;
  const env = { ...sharedEnv, ...processEnvironment(name, ingredients), ...extra };
  return processPart({ layout, name, env, ...(port === undefined ? {} : { port }) });
}
