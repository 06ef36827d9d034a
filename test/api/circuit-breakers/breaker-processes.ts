import { randomUUIDv7 } from 'node:crypto';
import { Breakers } from '../../../providers/breakers/breakers.ts';
import { syncBreakers } from '../../../runtime/breaker-sync.ts';
import { describeProcess, joinRegistry } from '../../../runtime/service-registry.ts';
import type { ApiWorld } from '../harness/api-world.ts';
import { until } from '../harness/until.ts';

/** A process of the installation, as its breakers see it. */
export interface BreakerProcess {
  id: string;
  breakers: Breakers;
  /** One request to the carrier by its dialling breaker: whether it was let through. */
  dial(answer: 'accepted' | 'ambiguous'): Promise<boolean>;
  end(): Promise<void>;
}

const fail = (error: unknown) => {
  throw error;
};

/** Starts a process that has a breaker for dialling, and waits until the installation knows of it. */
export async function startBreakerProcess({ pool }: ApiWorld, name: string): Promise<BreakerProcess> {
  const id = randomUUIDv7();
  const breakers = new Breakers();
  const breaker = breakers.of('twilio.dial', 'share');
  const registry = joinRegistry(pool, describeProcess({ id, name, queues: [] }), fail);
  const sync = syncBreakers(pool, { processId: id, breakers }, fail);
  await until(async () => {
    const { rows } = await pool.query(
      'SELECT FROM breaker_report r JOIN service_instance s ON s.id = r.process_id WHERE s.id = $1',
      [id],
    );
    return rows.length === 1;
  });
  return {
    id,
    breakers,
    dial: (answer) =>
      breaker.run<boolean>({
        work: async () => true,
        hasFailed: () => answer === 'ambiguous',
        otherwise: () => false,
      }),
    async end() {
      await sync.stop();
      await registry.leave();
    },
  };
}
