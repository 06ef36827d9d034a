import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { hashPhone } from '../../providers/crypto/hash-phone.ts';
import {
  createImportActivities,
  type ImportActivityDeps,
} from '../../activities/import/import.activities.ts';
import { openImportFile, readBatches, readHead } from '../../activities/import/import-file.ts';
import { type ImportFixture, importFixture } from './import-fixture.ts';

let fixture: ImportFixture;
beforeAll(async () => {
  fixture = await importFixture();
});
afterAll(() => fixture.close());

function activities(over: Partial<ImportActivityDeps> = {}) {
  const { pool, dataDir } = fixture;
  return createImportActivities({ pool, dataDir, hashPhone, killPoint: () => {}, ...over });
}

async function newImport(file: string): Promise<{ importId: string; path: string }> {
  const importId = await fixture.newImport(await fixture.newList(), file);
  const [row] = await fixture.rows<{ path: string }>(
    `SELECT file_path AS path FROM contact_import WHERE id = $1`,
    [importId],
  );
  return { importId, path: join(fixture.dataDir, row?.path ?? '') };
}

describe('importRound', () => {
  it('imports, heartbeats its position, deletes the file, and answers the same when repeated', async () => {
    const { importId, path } = await newImport('phone\n+12125550101\n+12125550102\n');
    const environment = new MockActivityEnvironment();
    const beats: number[] = [];
    environment.on('heartbeat', (byte: number) => beats.push(byte));
    const { importRound } = activities();
    const ref = { orgId: fixture.orgId, importId };
    const round = await environment.run(importRound, ref);
    expect(round).toEqual({
      state: 'completed',
      errorCode: null,
      byteOffset: 32,
      accepted: 2,
      rejected: 0,
      duplicates: 0,
      suppressed: 0,
    });
    expect(beats.length).toBeGreaterThan(0);
    expect(existsSync(path)).toBe(false);
    expect(await environment.run(importRound, ref)).toEqual(round);
  });

  it('hands back after its round and keeps the file for the next', async () => {
    const { importId, path } = await newImport('phone\n+12135550101\n+12135550102\n');
    const { importRound } = activities({ roundMs: 0, blockBytes: 16 });
    const environment = new MockActivityEnvironment();
    const round = await environment.run(importRound, { orgId: fixture.orgId, importId });
    expect(round).toMatchObject({ state: 'running', accepted: 1 });
    expect(existsSync(path)).toBe(true);
  });

  it('stops when it is canceled, having lost nothing', async () => {
    const { importId } = await newImport('phone\n+12145550101\n');
    const environment = new MockActivityEnvironment();
    environment.cancel();
    const running = environment.run(activities().importRound, { orgId: fixture.orgId, importId });
    await expect(running).rejects.toThrow();
    const again = await new MockActivityEnvironment().run(activities().importRound, {
      orgId: fixture.orgId,
      importId,
    });
    expect(again).toMatchObject({ state: 'completed', accepted: 1 });
  });

  it('reads no file outside its folder', async () => {
    const { importId } = await newImport('phone\n');
    await fixture.rows(`UPDATE contact_import SET file_path = '../../etc/passwd' WHERE id = $1`, [importId]);
    const running = new MockActivityEnvironment().run(activities().importRound, {
      orgId: fixture.orgId,
      importId,
    });
    await expect(running).rejects.toMatchObject({ code: 'import.file_missing' });
  });
});

describe('reading a big file', () => {
  /** Peak memory of reading a file to its end, in MB above the start; and the records in it. */
  async function readAll(path: string): Promise<{ grownMb: number; frames: number }> {
    const file = await openImportFile(path);
    if (!file) throw new Error('no file');
    try {
      const start = await readHead(file);
      if ('fault' in start) throw new Error(start.fault.code);
      const before = process.memoryUsage.rss();
      let [frames, peak] = [0, before];
      const options = { from: start.head.body, blockBytes: 512 * 1024, onBlock: () => {} };
      for await (const batch of readBatches(file, start.head.delimiter, options)) {
        frames += batch.frames.length;
        peak = Math.max(peak, process.memoryUsage.rss());
      }
      return { grownMb: (peak - before) / 2 ** 20, frames };
    } finally {
      await file.close();
    }
  }

  /** Writes `part` until the file has at least `bytes`, between `head` and `tail`; how often. */
  function writeBig(
    path: string,
    parts: { head: string; part: string; tail: string; bytes: number },
  ): number {
    const file = openSync(path, 'w');
    const block = Buffer.from(parts.part.repeat(Math.ceil(2 ** 20 / parts.part.length)));
    const blocks = Math.ceil(parts.bytes / block.length);
    writeSync(file, parts.head);
    for (let written = 0; written < blocks; written++) writeSync(file, block);
    writeSync(file, parts.tail);
    closeSync(file);
    return (blocks * block.length) / parts.part.length;
  }

  it('takes constant memory, for many lines and for one huge line', async () => {
    const path = join(fixture.dataDir, 'big.csv');
    const bytes = 150 * 2 ** 20;
    const part = `+12125550101,Ann,"12 Long Street\n${'Small Town '.repeat(20)}"\n`;
    const rows = writeBig(path, { head: 'phone,first_name,address\n', part, tail: '', bytes });
    const many = await readAll(path);
    expect(many.frames).toBe(rows);
    expect(many.grownMb).toBeLessThan(64);
    writeBig(path, { head: 'phone\n', part: 'x', tail: '\n+12125550101\n', bytes });
    const huge = await readAll(path);
    expect(huge.frames).toBe(2);
    expect(huge.grownMb).toBeLessThan(64);
  });
});
