import type { Pool, PoolClient } from 'pg';
import { type ClaimedMessage, claimOutbox, finishOutbox } from '../../db/dialing/outbox.ts';
import { type Runs, carryOut } from './carry-out.ts';
import type { DialingDeps } from './dialing-deps.ts';

/** What the relay needs beside dialling. */
export interface RelayDeps {
  dialing: DialingDeps;
  /** Connections of app_system, one of which listens. */
  systemPool: Pool;
  runs: Runs;
  /** Told of an error that the relay goes on after. */
  onError: (error: unknown) => void;
}

const BATCH = 50;
const LONGEST_RETRY_MS = 60_000;

/**
 * Carries outbox messages out until `stop` is aborted; then finishes what it holds. A notification wakes it, a poll of
 * `relayPollMs` is the guarantee. Several may run at once. Database outages are waited out.
 */
export async function runRelay(deps: RelayDeps, stop: AbortSignal): Promise<void> {
  const bell = new Bell();
  stop.addEventListener('abort', () => bell.ring(), { once: true });
  let listener: PoolClient | null = null;
  while (!stop.aborted) {
    try {
      listener ??= await listen(deps.systemPool, bell, () => {
        listener = null;
      });
      const isFull = (await relayBatch(deps)) === BATCH;
      if (isFull) continue;
    } catch (error) {
      deps.onError(error);
    }
    if (!stop.aborted) await bell.wait(deps.dialing.timings.relayPollMs);
  }
  listener?.release(true);
}

/** Carries out one batch; returns how many messages it held. */
export async function relayBatch(deps: RelayDeps): Promise<number> {
  const { timings } = deps.dialing;
  const claimed = await claimOutbox(deps.systemPool, BATCH, timings.relayLeaseMs);
  await Promise.all(claimed.map((message) => relay(deps, message)));
  return claimed.length;
}

async function relay(deps: RelayDeps, claimed: ClaimedMessage): Promise<void> {
  const { dialing, runs, systemPool } = deps;
  dialing.killPoint('K11');
  try {
    await carryOut(dialing, runs, claimed);
  } catch (error) {
    deps.onError(error);
    dialing.metrics.relayed('failed');
    const delayMs = Math.min(LONGEST_RETRY_MS, dialing.timings.relayPollMs * 2 ** claimed.tries);
    const text = error instanceof Error ? error.message : 'unknown';
    await finishOutbox(systemPool, claimed.id, {
      ok: false,
      error: text,
      retryAtMs: Date.now() + delayMs,
    });
    return;
  }
  dialing.killPoint('K12');
  await finishOutbox(systemPool, claimed.id, { ok: true });
  dialing.metrics.relayed('sent');
}

async function listen(systemPool: Pool, bell: Bell, onLost: () => void): Promise<PoolClient> {
  const client = await systemPool.connect();
  client.on('notification', () => bell.ring());
  client.once('error', () => {
    client.release(true);
    onLost();
  });
  await client.query('LISTEN outbox');
  return client;
}

/** Rings of one wait are one ring; a ring while nobody waits is heard by the next wait. */
class Bell {
  private hasRung = false;
  private wake: (() => void) | null = null;

  ring(): void {
    this.hasRung = true;
    this.wake?.();
  }

  async wait(ms: number): Promise<void> {
    if (!this.hasRung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.hasRung = false;
    this.wake = null;
  }
}
