import { describe, expect, it } from '@jest/globals';
import { describeFailure, runSimulation } from '../../tools/prove/simulation/run-simulation.ts';
import {
  CALL_FAULTS,
  CREATE_FAULTS,
  PLANTED_BUGS,
  WEBHOOK_FAULTS,
} from '../../tools/prove/simulation/simulation.types.ts';
import { simulate } from '../../tools/prove/simulation/simulate.ts';

describe('simulation of the attempt machine', () => {
  it('dials nobody twice, loses nobody and leaves nothing stuck in 5,000 seeded interleavings', () => {
    const report = runSimulation({ firstSeed: 1, runs: 5_000 });
    expect(report.failure && describeFailure(report.failure)).toBeNull();
    const { runs, doubleDialed, lost, stuck, misreported } = report;
    expect({ runs, doubleDialed, lost, stuck, misreported }).toEqual({
      runs: 5_000,
      doubleDialed: 0,
      lost: 0,
      stuck: 0,
      misreported: 0,
    });
    expect(report.accepted).toBeGreaterThan(10_000);
    for (const fault of [
      ...CREATE_FAULTS,
      ...CALL_FAULTS,
      ...WEBHOOK_FAULTS,
      'crash',
      'pause',
      'reset',
      'wipe',
    ] as const) {
      expect([fault, (report.faults[fault] ?? 0) > 100]).toEqual([fault, true]);
    }
  });

  it('repeats a run from its seed alone', () => {
    const traced = () => simulate({ seed: 42, isTraced: true });
    expect(traced()).toEqual(traced());
    expect(traced().trace.length).toBe(traced().steps);
  });
});

describe('teeth: a planted bug is caught', () => {
  it.each(PLANTED_BUGS)('%s', (bug) => {
    const report = runSimulation({ firstSeed: 1, runs: 3_000, bug, stopsEarly: true });
    expect(report.failure).not.toBeNull();
    expect(report.failure?.result.violations.length).toBeGreaterThan(0);
  });

  it('names the seed and the way to the failure, with the faults that it does not need taken away', () => {
    const { failure } = runSimulation({ firstSeed: 1, runs: 3_000, bug: 'retry_on_500', stopsEarly: true });
    const text = failure ? describeFailure(failure) : '';
    expect(text).toMatch(/^seed \d+, without .*wipe/);
    expect(text).toContain('doubleDialed: ');
    expect(text).toContain('placeCall');
  });
});
