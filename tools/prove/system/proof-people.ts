import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Our own number: 555-01xx, which no operator has assigned, as are all numbers of a proof. */
export const OUR_NUMBER = '+12025550100';

/** Area codes of Eastern time; each run on one stack takes its own, for a number in review stays locked. */
const AREAS =
  '201 203 207 212 215 216 239 240 267 301 302 305 313 315 321 330 336 339 347 351 386 401 404 407 410 412 413 434 440 443'.split(
    ' ',
  );
const FIRST_FAULTY = 79;
const LAST = 99;

/**
 * Numbers of run `run`: `count` (at most 79) without a fault, and with `withFaults` one for each carrier fault, which
 * the last two digits choose (emulator/README.md).
 */
export function numbersOf(run: number, count: number, withFaults: boolean): string[] {
  const area = AREAS[run % AREAS.length] ?? '212';
  const last = (from: number, length: number) => Array.from({ length }, (_, index) => from + index);
  const plain = last(0, Math.min(count, FIRST_FAULTY));
  const faulty = withFaults ? last(FIRST_FAULTY, LAST - FIRST_FAULTY + 1) : [];
  return [...plain, ...faulty].map((two) => `+1${area}55501${String(two).padStart(2, '0')}`);
}

/** A contacts file with these numbers; answers its path. */
export function writeContacts(folder: string, name: string, numbers: readonly string[]): string {
  const path = join(folder, `${name}.csv`);
  const rows = numbers.map((number, index) => `${number},Proof${index},en,America/New_York`);
  writeFileSync(path, `phone,first_name,language,zone\n${rows.join('\n')}\n`);
  return path;
}

/** The emulator's fault plan: every fault by number, with waits short enough for a proof. Answers its path. */
export function writeFaultPlan(folder: string): string {
  const path = join(folder, 'faults.json');
  const timing = {
    slowMs: 9_000,
    hangMs: 12_000,
    lateMs: 4_000,
    queuedMs: 12_000,
    listLagMs: 1_500,
    replayMs: 1_000,
  };
  writeFileSync(path, JSON.stringify({ byNumber: true, timing }));
  return path;
}
