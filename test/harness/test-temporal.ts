import { temporalPart } from '../../tools/stack/parts/temporal.ts';
import { testServer } from './test-server.ts';

/**
 * The run's shared Temporal development server, in memory, started at first use, our search attributes registered.
 * Tests keep apart by task queue and workflow ids of their own. It does not skip time: see timeSkippingEnvironment.
 */
export async function testTemporal(): Promise<{ address: string; namespace: string }> {
  const port = await testServer('temporal', (options) => temporalPart({ ...options, persistent: false }));
  return { address: `127.0.0.1:${port}`, namespace: 'default' };
}
