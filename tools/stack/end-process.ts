import { executableOf, membersOfGroup, startMarkOf } from './process-identity.ts';
import type { ProcessRecord } from './process-record.ts';
import { isRunning } from './process-record.ts';
import { pollUntil } from './poll.ts';
import { errorCode } from './error-code.ts';

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // Ended between the look and the signal: what we wanted.
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

/**
 * What is left of a dead process's group and is surely ours: same group and session, same program.
 * A leader that lives under another start mark means that the number was given out again, so nothing is ours.
 */
export function orphansOf(record: ProcessRecord): number[] {
  if (startMarkOf(record.pid) !== undefined) return [];
  return membersOfGroup(record.pid).filter((pid) => executableOf(pid) === record.executable);
}

/** Kills the orphans of a dead process (PostgreSQL's backends outlive a killed postmaster for a moment). Idempotent. */
export async function endOrphans(record: ProcessRecord, deadlineMs = 5_000): Promise<void> {
  for (const pid of orphansOf(record)) sendSignal(pid, 'SIGKILL');
  await pollUntil(() => orphansOf(record).length === 0, { deadlineMs });
}

/**
 * Ends the process of a record and its group: its stop signal, `graceMs` to finish, then SIGKILL.
 * Never signals a process that is not the recorded one. Answers how it went. Idempotent.
 */
export async function endProcess(
  record: ProcessRecord,
  graceMs = 10_000,
): Promise<'was_not_running' | 'ended' | 'killed'> {
  let result: 'was_not_running' | 'ended' | 'killed' = 'was_not_running';
  if (isRunning(record)) {
    sendSignal(record.pid, record.stopSignal);
    // A stopped (SIGSTOP) process would never see its signal.
    sendSignal(record.pid, 'SIGCONT');
    const ended = await pollUntil(() => !isRunning(record), { deadlineMs: graceMs });
    if (!ended) sendSignal(record.pid, 'SIGKILL');
    result = ended ? 'ended' : 'killed';
    await pollUntil(() => !isRunning(record), { deadlineMs: 5_000 });
  }
  await endOrphans(record);
  return result;
}
