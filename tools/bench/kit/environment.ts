import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';

/** What the machine looked like at one moment; null where the kernel does not tell. */
export interface MachineState {
  readonly atMs: number;
  readonly loadAverage1m: number;
  /** Share of the last 10 s in which some task waited for a CPU, 0..100. */
  readonly cpuPressurePercent: number | null;
  /** CPU ticks since boot that the hypervisor gave to others. */
  readonly stealTicks: number | null;
  readonly totalTicks: number | null;
}

/** What does not change while a bench runs. */
export interface Machine {
  readonly node: string;
  readonly platform: string;
  readonly cpuModel: string;
  readonly cpus: number;
  readonly memoryBytes: number;
}

/** The machine that the figures were measured on. */
export function describeMachine(): Machine {
  const processors = cpus();
  return {
    node: process.version,
    platform: `${process.platform} ${release()} ${process.arch}`,
    cpuModel: processors[0]?.model ?? 'unknown',
    cpus: processors.length,
    memoryBytes: totalmem(),
  };
}

/** Load, pressure and steal now. */
export function readMachineState(): MachineState {
  const stat = readOrNull('/proc/stat');
  return {
    atMs: Date.now(),
    loadAverage1m: loadavg()[0] ?? 0,
    cpuPressurePercent: parsePressure(readOrNull('/proc/pressure/cpu')),
    ...parseTicks(stat),
  };
}

/** `some avg10` of a pressure file, 0..100; null when there is none. Source: Linux Documentation/accounting/psi. */
export function parsePressure(text: string | null): number | null {
  const found = /^some avg10=([\d.]+)/m.exec(text ?? '');
  return found ? Number(found[1]) : null;
}

/** Steal and total ticks of the `cpu` line of /proc/stat. Source: proc_stat(5); guest time is part of user time. */
export function parseTicks(stat: string | null): { stealTicks: number | null; totalTicks: number | null } {
  const line = /^cpu +(.+)$/m.exec(stat ?? '')?.[1];
  if (!line) return { stealTicks: null, totalTicks: null };
  const ticks = line.split(' ').map(Number).slice(0, 8);
  return { stealTicks: ticks[7] ?? null, totalTicks: ticks.reduce((sum, value) => sum + value, 0) };
}

/** Share of CPU time stolen between two moments, 0..1; null when the kernel does not tell. */
export function stealShare(before: MachineState, after: MachineState): number | null {
  if (before.stealTicks === null || after.stealTicks === null) return null;
  const total = (after.totalTicks ?? 0) - (before.totalTicks ?? 0);
  return total > 0 ? (after.stealTicks - before.stealTicks) / total : 0;
}

const MOST_LOAD_PER_CPU = 1.5;

/** Why measuring must not begin now, or null when the machine is quiet enough. */
export function refuseToStart(state: MachineState, cpuCount: number): string | null {
  const limit = cpuCount * MOST_LOAD_PER_CPU;
  if (state.loadAverage1m <= limit) return null;
  return `load average ${state.loadAverage1m.toFixed(1)} is above ${limit}; something else uses the machine`;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
