import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Layout } from './layout.ts';
import { freePort, holderOfPort, isPortFree } from './ports.ts';
import { StackError } from './stack-error.ts';

// PostgreSQL and Redis stay off their usual ports, which a server of the user's own often holds.
const portTable = {
  postgres: { variable: 'POSTGRES_PORT', usual: 15_432 },
  redis: { variable: 'REDIS_PORT', usual: 16_379 },
  temporal: { variable: 'TEMPORAL_PORT', usual: 7233 },
  temporalUi: { variable: 'TEMPORAL_UI_PORT', usual: 8233 },
  api: { variable: 'API_PORT', usual: 3000 },
  emulator: { variable: 'EMULATOR_PORT', usual: 4010 },
} as const;

export type PortName = keyof typeof portTable;

/** One TCP port of 127.0.0.1 for each listener of the stack. */
export type StackPorts = Record<PortName, number>;

const portNames = ['postgres', 'redis', 'temporal', 'temporalUi', 'api', 'emulator'] as const;
const portsSchema = z.record(z.enum(portNames), z.int().min(1).max(65_535));

/** The ports of the last start of this state directory, or undefined. */
export function recordedPorts(layout: Layout): StackPorts | undefined {
  try {
    return portsSchema.parse(JSON.parse(readFileSync(layout.portsFile, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Keeps the ports, for `status`, `down` and the next start. */
export function recordPorts(layout: Layout, ports: StackPorts): void {
  writeFileSync(layout.portsFile, `${JSON.stringify(ports, null, 2)}\n`);
}

function configuredPort(name: PortName): number {
  const { variable, usual } = portTable[name];
  const text = process.env[variable];
  const port = text === undefined || text === '' ? usual : Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new StackError(`${variable} is "${text}", not a port.`, `unset ${variable}`);
}

async function portsBy(choose: (name: PortName) => number | Promise<number>): Promise<StackPorts> {
  const ports: StackPorts = { postgres: 0, redis: 0, temporal: 0, temporalUi: 0, api: 0, emulator: 0 };
  for (const name of portNames) ports[name] = await choose(name);
  return ports;
}

/** The ports of the configuration (POSTGRES_PORT, REDIS_PORT, TEMPORAL_PORT, TEMPORAL_UI_PORT, API_PORT, EMULATOR_PORT). */
export async function portsFromConfig(): Promise<StackPorts> {
  return portsBy(configuredPort);
}

/** Free ports chosen by the operating system; those of the last start again where they are still free. */
export async function automaticPorts(layout: Layout): Promise<StackPorts> {
  const earlier = recordedPorts(layout);
  const given = new Set<number>();
  return portsBy(async (name) => {
    let port = earlier?.[name];
    while (port === undefined || given.has(port) || !(await isPortFree(port))) port = await freePort();
    given.add(port);
    return port;
  });
}

/** Throws StackError, naming every holder, when one of these ports cannot be listened on. */
export async function requireFreePorts(wanted: readonly { part: string; port: number }[]): Promise<void> {
  const taken: string[] = [];
  for (const { part, port } of wanted) {
    if (await isPortFree(port)) continue;
    taken.push(`${port} for ${part} (by ${holderOfPort(port) ?? 'another process'})`);
  }
  if (taken.length === 0) return;
  const subject = taken.length === 1 ? 'A port is taken' : 'Ports are taken';
  throw new StackError(`${subject}: ${taken.join(', ')}.`, 'npm start -- --ports auto');
}
