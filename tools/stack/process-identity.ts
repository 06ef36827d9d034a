import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

interface ProcStat {
  state: string;
  group: number;
  session: number;
  startTicks: string;
}

/** Fields of `/proc/PID/stat`, or undefined when there is no such process. Source: proc(5). */
function procStat(pid: number): ProcStat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name in parentheses may itself hold spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, , group, session] = fields;
  return { state: state ?? '', group: Number(group), session: Number(session), startTicks: fields[19] ?? '' };
}

let bootId: string | undefined;

function readBootId(): string {
  bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return bootId;
}

/**
 * What tells a process from a later one with the same pid: boot and start time as text.
 * Undefined when the process has ended (a zombie counts as ended).
 */
export function startMarkOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const stat = procStat(pid);
    return stat === undefined || stat.state === 'Z' ? undefined : `${readBootId()}/${stat.startTicks}`;
  }
  try {
    const [state, ...started] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(/\s+/);
    return state === undefined || state.startsWith('Z') ? undefined : started.join(' ');
  } catch {
    return undefined;
  }
}

/** Path of the program a process runs, or undefined where it cannot be told. */
export function executableOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return undefined;
  }
}

/** Living processes of the group `groupId` whose session it is too, its leader included. Linux only, else none. */
export function membersOfGroup(groupId: number): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      const stat = procStat(pid);
      return stat !== undefined && stat.state !== 'Z' && stat.group === groupId && stat.session === groupId;
    });
}
