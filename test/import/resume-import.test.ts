import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importSummary } from '../../db/imports/import-store.ts';
import { type ImportFixture, importFixture } from './import-fixture.ts';
import { runImport } from '../../activities/import/run-import.ts';

let fixture: ImportFixture;
beforeAll(async () => {
  fixture = await importFixture();
});
afterAll(() => fixture.close());

/** A file of 60 people with names that hold line ends, a bad row and a repetition now and then. */
function sampleFile(area: number): string {
  const rows = Array.from({ length: 60 }, (_, index) => {
    const number = `+1${area}55501${String(index).padStart(2, '0')}`;
    if (index % 13 === 5) return `not a number,"x, ${index}"`;
    if (index % 17 === 7) return `+1${area}5550100,again`;
    return `${number},"Line\n${index}"`;
  });
  return `phone,first_name\n${rows.join('\n')}\n`;
}
const EXPECTED = { state: 'completed', accepted: 51, rejected: 5, duplicates: 4 };

async function newImport(area: number): Promise<string> {
  return fixture.newImport(await fixture.newList(), sampleFile(area));
}

/** Counts of the import as it says, and as the tables say. */
async function outcome(importId: string) {
  const summary = await importSummary(fixture.pool, fixture.orgId, importId);
  const [counted] = await fixture.rows(
    `SELECT count(*)::int AS contacts, count(DISTINCT phone_hash)::int AS numbers,
            (SELECT count(*)::int FROM contact_import_row r WHERE r.import_id = $1) AS refused,
            (SELECT count(*)::int FROM call_list_member m JOIN contact_import i
              ON i.org_id = m.org_id AND i.call_list_id = m.call_list_id WHERE i.id = $1) AS members
       FROM contact WHERE import_id = $1`,
    [importId],
  );
  return { ...summary, ...counted };
}
const EVERYTHING = { ...EXPECTED, contacts: 51, numbers: 51, refused: 9, members: 51 };

/** A kill point that throws at its n-th hit. */
function failingAt(name: string, nth: number): (hit: string) => void {
  let hits = 0;
  return (hit) => {
    if (hit === name && ++hits === nth) throw new Error(`killed at ${name}`);
  };
}

describe('a resumed import', () => {
  it.each(['I1', 'I2'].flatMap((point) => [1, 4, 8].map((nth) => [point, nth] as const)))(
    'loses and doubles nothing when it fails at %s, hit %d',
    async (point, nth) => {
      const importId = await newImport(301 + nth + (point === 'I2' ? 100 : 0));
      const failing = runImport(fixture.run(importId, { killPoint: failingAt(point, nth) }));
      await expect(failing).rejects.toThrow('killed');
      expect(await importSummary(fixture.pool, fixture.orgId, importId)).not.toMatchObject({
        state: 'completed',
      });
      await runImport(fixture.run(importId));
      expect(await outcome(importId)).toMatchObject(EVERYTHING);
    },
  );

  it('goes on round by round', async () => {
    const importId = await newImport(501);
    let rounds = 1;
    while (!(await runImport(fixture.run(importId, { isRoundOver: () => true })))) rounds++;
    expect(rounds).toBeGreaterThan(7);
    expect(await outcome(importId)).toMatchObject(EVERYTHING);
  });

  it('takes each line once when two runs work at the same time', async () => {
    const importId = await newImport(502);
    const finish = async () => {
      for (let rounds = 0; !(await runImport(fixture.run(importId))); rounds++)
        if (rounds > 50) throw new Error('The import does not come to its end.');
    };
    await Promise.all([finish(), finish(), finish()]);
    expect(await outcome(importId)).toMatchObject(EVERYTHING);
  });

  it('takes overlapping people of two imports at the same time once', async () => {
    const [left, right] = [await newImport(503), await newImport(503)];
    await Promise.all([runImport(fixture.run(left)), runImport(fixture.run(right))]);
    const [counted] = await fixture.rows(
      `SELECT count(*)::int AS contacts, count(DISTINCT phone_hash)::int AS numbers FROM contact WHERE import_id IN ($1, $2)`,
      [left, right],
    );
    expect(counted).toEqual({ contacts: 51, numbers: 51 });
    for (const importId of [left, right])
      expect(await outcome(importId)).toMatchObject({ ...EXPECTED, members: 51 });
  });

  it('changes nothing once it has ended', async () => {
    const importId = await newImport(504);
    await runImport(fixture.run(importId));
    expect(await runImport(fixture.run(importId))).toMatchObject({ importId });
    expect(await outcome(importId)).toMatchObject(EVERYTHING);
  });
});

describe('an importing process', () => {
  function start(importId: string, kill: string): ChildProcess {
    const script = join(import.meta.dirname, 'import-process.ts');
    return spawn(process.execPath, [script, fixture.orgId, importId, fixture.dataDir], {
      env: { ...process.env, DATABASE_URL: fixture.database.urls.user, EVERCALL_TEST_BUILD: '1', KILL: kill },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  it.each(['I1:2', 'I2:5'])('killed at %s is carried on by the next', async (kill) => {
    const importId = await newImport(kill === 'I1:2' ? 601 : 602);
    const [, signal] = await once(start(importId, kill), 'exit');
    expect(signal).toBe('SIGKILL');
    expect(await importSummary(fixture.pool, fixture.orgId, importId)).toMatchObject({ state: 'running' });
    const [code] = await once(start(importId, ''), 'exit');
    expect(code).toBe(0);
    expect(await outcome(importId)).toMatchObject(EVERYTHING);
  });
});
