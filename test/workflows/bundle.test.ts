import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { workflowBundle } from './workflow-bundle.ts';

/** What must never run inside a workflow: it is large, or it knows the time, the zone, the network or chance. */
const FORBIDDEN = [
  'zod',
  'liquidjs',
  'luxon',
  'twilio',
  'pg',
  '@mikro-orm',
  'libphonenumber-js',
  'express',
  'pino',
  're2js',
];

it('the workflow bundle holds only the engine and our pure code', async () => {
  const code = readFileSync((await workflowBundle()).codePath, 'utf8');
  const packages = new Set(
    [...code.matchAll(/node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//g)].map(([, name]) => name),
  );
  expect(packages).toContain('@temporalio/workflow');
  for (const name of FORBIDDEN) expect(packages).not.toContain(name);
  const ours = new Set(
    [...code.matchAll(/["']\.\/(activities|api|db|providers|runtime|workers)\//g)].map(
      ([, folder]) => folder,
    ),
  );
  expect([...ours]).toEqual([]);
}, 120_000);
