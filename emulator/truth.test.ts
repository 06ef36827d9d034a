import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClock } from './clock.ts';
import { openTruthLog, type TruthEvent } from './truth.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'truth-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (old: TruthEvent[] = []): ReturnType<typeof openTruthLog> =>
  openTruthLog(join(folder, 'truth.jsonl'), createClock(1), (event) => void old.push(event));

describe('the truth log', () => {
  it('is in the file when write returns', () => {
    const log = open();
    expect(log.write('ring', { callSid: 'CA1', to: '+12125550101', text: 'žluťoučký' })).toBe(1);
    const line = JSON.parse(readFileSync(log.path, 'utf8')) as TruthEvent;
    expect(line).toMatchObject({
      seq: 1,
      event: 'ring',
      callSid: 'CA1',
      to: '+12125550101',
      text: 'žluťoučký',
    });
    log.close();
  });

  it('pages through thousands of events from any seq', () => {
    const log = open();
    for (let index = 0; index < 3_000; index += 1)
      log.write('tick', { index, padding: 'ř'.repeat(index % 200) });
    for (const afterSeq of [0, 1, 499, 500, 501, 1_777, 2_998]) {
      const page = log.read(afterSeq, 3);
      const expected = [1, 2, 3].map((step) => afterSeq + step).filter((seq) => seq <= 3_000);
      expect(page.map((event) => event.seq)).toEqual(expected);
    }
    expect(log.read(3_000, 10)).toEqual([]);
    log.close();
  });

  it('goes on after a restart, past a torn last line', () => {
    const first = open();
    first.write('ring', { callSid: 'CA1' });
    first.close();
    appendFileSync(first.path, '{"seq":2,"event":"ans');
    const old: TruthEvent[] = [];
    const second = open(old);
    expect(old).toMatchObject([{ seq: 1, event: 'ring' }]);
    expect(second.write('end', {})).toBe(2);
    expect(second.read(0, 10)).toMatchObject([{ seq: 1 }, { seq: 2, event: 'end' }]);
    second.close();
  });
});
