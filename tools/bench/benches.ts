import type { Bench } from './bench.types.ts';
import { apiReadBench } from './benches/api-read.bench.ts';
import { apiWriteBench } from './benches/api-write.bench.ts';
import { callCostBench } from './benches/call-cost.bench.ts';
import { campaignThroughputBench } from './benches/campaign-throughput.bench.ts';
import { flowPublishBench } from './benches/flow-publish.bench.ts';
import { flowTestRunBench } from './benches/flow-test-run.bench.ts';
import { importBench } from './benches/import.bench.ts';
import { ivrInboundBench } from './benches/ivr-inbound.bench.ts';
import { webhookTwimlBench } from './benches/webhook-twiml.bench.ts';

/** Every bench, in the order in which they run. */
export const benches: readonly Bench[] = [
  callCostBench,
  webhookTwimlBench,
  ivrInboundBench,
  campaignThroughputBench,
  importBench,
  flowPublishBench,
  flowTestRunBench,
  apiReadBench,
  apiWriteBench,
];
