import type { OpenApiDocument } from '../fuzz/open-api.ts';
import { operationsOf } from '../fuzz/open-api.ts';
import { knowledgeFor } from '../fuzz/fuzz-knowledge.ts';
import { fuzzOperation, type FuzzReport } from '../fuzz/run-fuzz.ts';
import type { Proof } from '../proof.types.ts';
import { inSystemWorld } from '../system/system-world.ts';
import { openProofStack } from '../system/proof-stack.ts';

const REQUESTS = { quick: 2_000, full: 10_000 };
/** Providers that fail at once; the carrier is the emulator. */
const UNREACHABLE = ['openai', 'anthropic', 'google', 'deepgram', 'elevenlabs', 'stripe', 'telnyx'];
const PROVIDERS = [...UNREACHABLE.map((name) => `${name}=http://127.0.0.1:9`), 'smtp=127.0.0.1:9'].join(',');
const NO_LIMIT = '10000000';

/**
 * Random requests to every operation of the document that the API serves, on a whole system: half of them as right as
 * schemas, names of fields and rows that exist can make them, the rest wrong here or everywhere. The document judges.
 */
export const fuzzProof: Proof = {
  name: 'fuzz',
  goal: '0 answers of 5xx, 0 against the schema, 0 over 2 s',
  async run({ folder, seed, lane, say }) {
    const processEnv = { api: { PROVIDER_BASE_URLS: PROVIDERS, API_REQUESTS_PER_MINUTE: NO_LIMIT } };
    const proof = await openProofStack({ folder, seed, withFaults: false, processEnv, say });
    try {
      return await inSystemWorld(proof.stack, async (world) => {
        const baseUrl = proof.stack.urls.api;
        const document = (await (await fetch(`${baseUrl}/openapi.json`)).json()) as OpenApiDocument;
        const operations = operationsOf(document);
        const count = Math.ceil(REQUESTS[lane] / operations.length);
        const known = (operation: (typeof operations)[number]) =>
          knowledgeFor(world, operation, { ...world.deps.settings, carrierUrl: proof.stack.urls.emulator });
        const target = { baseUrl, document, known, mayBeAway: false };
        const reports: [string, FuzzReport][] = [];
        for (const operation of operations)
          reports.push([operation.id, await fuzzOperation(target, operation, { seed, count })]);
        return summary(reports, say);
      });
    } finally {
      await proof.stack.down();
    }
  },
};

function summary(reports: readonly [string, FuzzReport][], say: (line: string) => void) {
  const faults = reports.flatMap(([, report]) => report.faults);
  const told = new Map(faults.map((fault) => [`${fault.operation}: ${fault.why.slice(0, 60)}`, fault]));
  for (const { operation, why, request } of [...told.values()].slice(0, 20))
    say(`${operation}: ${why}\n    ${JSON.stringify({ ...request, headers: {} }).slice(0, 600)}`);
  const statuses = reports.flatMap(([, report]) => Object.entries(report.statuses));
  const n = statuses.reduce((sum, [, count]) => sum + count, 0);
  const good = statuses.reduce((sum, [status, count]) => sum + (status.startsWith('2') ? count : 0), 0);
  const neverGood = reports.filter(
    ([, report]) => !Object.keys(report.statuses).some((s) => s.startsWith('2')),
  );
  if (neverGood.length > 0) say(`never answered 2xx: ${neverGood.map(([id]) => id).join(', ')}`);
  const slowestMs = Math.round(Math.max(...reports.map(([, report]) => report.slowestMs)));
  const operations = `${reports.length - neverGood.length} of ${reports.length} operations with a success`;
  const result = `${faults.length} faults, ${Math.round((100 * good) / n)} % of 2xx, ${operations}, slowest ${slowestMs} ms`;
  return { n, result, met: faults.length === 0 };
}
