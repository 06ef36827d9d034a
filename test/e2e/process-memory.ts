import { readFileSync } from 'node:fs';
import { processTable } from '../../tools/stack/parts/process-table.ts';
import type { Stack } from '../../tools/stack/stack.ts';

/** Memory of one process, bytes: resident now, and at its highest. */
export interface ProcessMemory {
  name: string;
  residentBytes: number;
  peakBytes: number;
}

/** Memory of each of our running processes. Linux only. Source: proc_pid_status(5), VmRSS and VmHWM, in KiB. */
export function processMemory(stack: Stack): ProcessMemory[] {
  return processTable.map(({ name }) => {
    const pid = stack.pidOf(name);
    if (pid === undefined) throw new Error(`${name} is not running`);
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const bytesOf = (field: string) =>
      Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
    return { name, residentBytes: bytesOf('VmRSS'), peakBytes: bytesOf('VmHWM') };
  });
}
