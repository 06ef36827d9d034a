import { describe, expect, it } from '@jest/globals';
import { type MachineState, parsePressure, parseTicks, refuseToStart, stealShare } from './environment.ts';
import { cpuSecondsOf, residentBytesOf } from './process-cost.ts';

const quiet: MachineState = {
  atMs: 0,
  loadAverage1m: 0.2,
  cpuPressurePercent: 0,
  stealTicks: 10,
  totalTicks: 1_000,
};

describe('environment', () => {
  it('reads pressure and ticks as the kernel writes them', () => {
    expect(parsePressure('some avg10=12.50 avg60=3.00 avg300=1.00 total=9\nfull avg10=0.00')).toBe(12.5);
    expect(parsePressure(null)).toBeNull();
    const ticks = parseTicks('cpu  100 1 50 800 9 0 10 30 7 7\ncpu0 1 1 1 1 1 1 1 1 1 1\n');
    expect(ticks).toEqual({ stealTicks: 30, totalTicks: 1_000 });
    expect(parseTicks(null).stealTicks).toBeNull();
  });

  it('measures the stolen share between two moments', () => {
    expect(stealShare(quiet, { ...quiet, stealTicks: 60, totalTicks: 2_000 })).toBe(0.05);
    expect(stealShare({ ...quiet, stealTicks: null }, quiet)).toBeNull();
  });

  it('refuses a loaded machine only', () => {
    expect(refuseToStart(quiet, 2)).toBeNull();
    expect(refuseToStart({ ...quiet, loadAverage1m: 6 }, 2)).toContain('6.0');
  });
});

describe('process cost', () => {
  it('sees this process and counts a missing one as nothing', () => {
    const untilMs = performance.now() + 60;
    while (performance.now() < untilMs) Math.sqrt(2);
    expect(cpuSecondsOf([process.pid])).toBeGreaterThan(0);
    expect(residentBytesOf([process.pid])).toBeGreaterThan(1_000_000);
    expect(cpuSecondsOf([999_999_999]) + residentBytesOf([999_999_999])).toBe(0);
  });
});
