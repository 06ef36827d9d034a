import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { z } from 'zod';
import { layoutOf, repositoryRoot } from '../../tools/stack/layout.ts';
import { type ProcessName, processPart, processTable } from '../../tools/stack/parts/process-table.ts';
import { devServerFlags } from '../../tools/stack/parts/temporal.ts';
import { processEnvironment, stackEnvironment, stackUrls } from '../../tools/stack/stack-environment.ts';
import { composeSubsetSchema } from './compose-subset.schema.ts';

const read = (file: string): string => readFileSync(join(repositoryRoot, file), 'utf8');
const document: unknown = parse(read('docker-compose.yml'), { merge: true });

const serviceSchema = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).default([]),
});
const { services } = z.object({ services: z.record(z.string(), serviceSchema) }).parse(document);

function variablesOfDevelopment(name: ProcessName): string[] {
  const layout = layoutOf('/state');
  const ports = { postgres: 1, redis: 2, temporal: 3, temporalUi: 4, api: 5, emulator: 6 };
  const secrets = {
    postgresSuperuserPassword: 'a',
    appOwnerPassword: 'b',
    appUserPassword: 'c',
    appSystemPassword: 'd',
    appBackupPassword: 'e',
    accessTokenKey: 'f',
    emulatorAuthToken: 'g',
    keyEncryptionKey: 'h',
  };
  const urls = stackUrls(ports, secrets, {});
  const shared = name === 'emulator' ? {} : stackEnvironment({ layout, ports, urls, secrets });
  return Object.keys({ ...shared, ...processEnvironment(name, { layout, ports, secrets }) }).toSorted();
}

describe('docker-compose.yml', () => {
  const validate = new Ajv2020({ allErrors: true, strictTuples: false }).compile(composeSubsetSchema);

  it('is a valid compose file', () => {
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('would not pass with an unknown key or a port open to the world', () => {
    expect(validate({ name: 'x', services: { api: { image: 'a', commands: [] } }, volumes: {} })).toBe(false);
    expect(
      validate({ name: 'x', services: { api: { image: 'a', ports: ['3000:3000'] } }, volumes: {} }),
    ).toBe(false);
  });

  it.each(processTable.map(({ name }) => name))('runs %s by the command of npm start', (name) => {
    const { args } = processPart({ layout: layoutOf('/state'), name, env: {} }).command();
    expect(services[name]?.command).toEqual(['node', ...args]);
  });

  it.each(processTable.map(({ name }) => name))('gives %s the variables of npm start', (name) => {
    expect(Object.keys(services[name]?.environment ?? {}).toSorted()).toEqual(variablesOfDevelopment(name));
  });

  it('never gives a process the owner of the tables', () => {
    const text = JSON.stringify(processTable.map(({ name }) => services[name]?.environment));
    expect(text).toContain('app_user');
    expect(text).not.toMatch(/app_owner|OWNER/);
  });

  it('mounts and builds from files that exist', () => {
    const mounted = Object.values(services)
      .flatMap(({ volumes }) => volumes)
      .filter((volume) => volume.startsWith('./'))
      .map((volume) => volume.split(':')[0] ?? '');
    expect(mounted.length).toBeGreaterThanOrEqual(3);
    for (const file of [...mounted, 'docker/Dockerfile'])
      expect([file, existsSync(join(repositoryRoot, file))]).toEqual([file, true]);
  });

  it('depends on services that exist', () => {
    const wanted = Object.values(services).flatMap(({ depends_on }) =>
      Array.isArray(depends_on) ? depends_on : Object.keys(depends_on),
    );
    expect(Object.keys(services)).toEqual(expect.arrayContaining(wanted));
  });

  it('names in env.example every variable it asks for', () => {
    const asked = new Set(
      [...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? ''),
    );
    const offered = [...read('docker/env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name ?? '');
    expect(offered.toSorted()).toEqual([...asked].toSorted());
  });

  it('sets the roles passwords that roles.sql reads', () => {
    const rolesIn = (file: string, pattern: RegExp): string[] =>
      [...read(file).matchAll(pattern)].map(([, role]) => role ?? '').toSorted();
    const set = rolesIn('docker/postgres-init.sh', /setting (app_\w+) /g);
    expect(set).toEqual(rolesIn('tools/stack/roles.sql', /evercall\.(app_\w+)_password'/g));
  });

  it('configures Temporal as the development server is', () => {
    const entries = z
      .record(z.string(), z.array(z.object({ value: z.union([z.number(), z.boolean()]) })))
      .parse(parse(read('docker/temporal-dynamic-config.yaml')));
    const flags = Object.entries(entries).flatMap(([key, [entry]]) => [
      '--dynamic-config-value',
      `${key}=${entry?.value}`,
    ]);
    expect(devServerFlags()).toEqual(expect.arrayContaining(flags));
    expect(Object.keys(entries)).toHaveLength(
      devServerFlags().filter((flag) => flag === '--dynamic-config-value').length,
    );
  });

  it('runs the Node that package.json pins', () => {
    const { devDependencies } = z
      .object({ devDependencies: z.object({ node: z.string() }) })
      .parse(JSON.parse(read('package.json')));
    const images = [...read('docker/Dockerfile').matchAll(/^FROM node:([\d.]+)/gm)].map(
      ([, version]) => version,
    );
    expect(images).toEqual([devDependencies.node, devDependencies.node]);
  });
});
