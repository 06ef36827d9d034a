import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { createRandom, deriveSeed } from '../../prove/random.ts';
import { databaseUrls } from '../../stack/parts/postgres.ts';
import { loadSecrets } from '../../stack/secrets.ts';
import { recordedPorts } from '../../stack/stack-ports.ts';
import type { Bench } from '../bench.types.ts';
import { copyContacts, emptyFloorTable } from '../floors/copy-contacts.ts';
import { type BlockResult, blockOrder, runBlocks, type Side, toQuads } from '../kit/blocks.ts';
import { residentBytesOf } from '../kit/process-cost.ts';
import { timedRow } from '../kit/rows.ts';
import { median } from '../kit/statistics.ts';
import { judgeValues } from '../kit/verdict.ts';
import {
  type BenchStack,
  openBenchStack,
  pidsOf,
  unassignedNumbers,
  writeContacts,
} from '../system/bench-stack.ts';

const LIMIT_MS = 120_000;
/** One copy takes a third of a second: a block of the floor is several, each kept. */
const FLOOR_COPIES = 5;
const EMPTIED = 'contact, contact_pii, call_list, call_list_member, contact_import, contact_import_row';

interface ImportPage {
  readonly import: { readonly state: string; readonly accepted: number; readonly errorCode: string | null };
}

/**
 * Rows/s of a contacts import (upload, parsing, validation, duplicates, do-not-call, report) over the rows/s of a
 * plain COPY of the same file into one indexed table of the same server. Tables are emptied before each block.
 */
export const importBench: Bench = {
  name: 'import',
  async run({ folder, seed, quads, say }) {
    const bench = await openBenchStack({ folder, carrierUrl: 'http://127.0.0.1:9' });
    const client = await connectSuperuser(bench);
    try {
      const numbers = [...unassignedNumbers()];
      const file = writeContacts(folder, 'import', numbers);
      const run: Record<Side, () => Promise<BlockResult>> = {
        ours: async () => {
          await client.query(`TRUNCATE ${EMPTIED} CASCADE`);
          return { value: await importContacts(bench, file, numbers.length) };
        },
        floor: async () => {
          const rates: number[] = [];
          for (let copy = 0; copy < FLOOR_COPIES; copy++) {
            await emptyFloorTable(client);
            rates.push(await copyContacts(client, file));
          }
          return { value: median(rates), samples: rates };
        },
      };
      await run.ours();
      await run.floor();
      const before = residentBytesOf(pidsOf(bench));
      const order = blockOrder(quads, createRandom(seed));
      const blocks = await runBlocks(
        order,
        (side) => run[side](),
        ({ side, value }) => say(`${side} ${value.toFixed(0)} rows/s`),
      );
      const grownMb = (residentBytesOf(pidsOf(bench)) - before) / 2 ** 20;
      const verdict = judgeValues(toQuads(blocks), 'more', createRandom(deriveSeed(seed, 1)));
      const note = `${numbers.length} rows a block; memory of our processes grew by ${grownMb.toFixed(0)} MB`;
      return {
        rows: [timedRow({ name: 'import', goal: '≥ 0.35', unit: 'rows/s' }, verdict, note)],
        blocks,
        settings: { rows: numbers.length, floor: 'COPY by pg-copy-streams, for want of psql' },
      };
    } finally {
      await client.end();
      await bench.stack.down();
    }
  },
};

async function connectSuperuser({ stack }: BenchStack): Promise<pg.Client> {
  const { postgres } = recordedPorts(stack.layout) ?? { postgres: 0 };
  const client = new pg.Client({
    connectionString: databaseUrls(postgres, loadSecrets(stack.layout)).superuser,
  });
  await client.connect();
  // Tables that only ever grow refuse to be emptied; here they are empty, and named by the cascade alone.
  await client.query('SET session_replication_role = replica');
  return client;
}

/** From the first byte of the upload to the end of the import. */
async function importContacts({ api }: BenchStack, file: string, rows: number): Promise<number> {
  const startedMs = performance.now();
  const { id } = await api.importCsv<{ id: string }>(file, { listName: randomUUID(), source: 'bench' });
  for (;;) {
    const { import: found } = await api.get<ImportPage>(`/api/v1/contacts/imports/${id}?limit=1`);
    const tookMs = performance.now() - startedMs;
    if (found.state === 'completed' && found.accepted === rows) return (rows / tookMs) * 1_000;
    if (found.state === 'completed' || found.state === 'failed' || tookMs > LIMIT_MS) {
      throw new Error(`import ${found.state}: ${found.accepted} of ${rows} rows, ${found.errorCode}`);
    }
    await delay(20);
  }
}
