import type { InboundRuns } from '../../activities/inbound/carry-out-inbound.ts';

/** For tests of attempts: nobody calls us. */
export const noInboundRuns: InboundRuns = {
  signalEnded: () => Promise.reject(new Error('There is no inbound call.')),
  ensure: () => Promise.reject(new Error('There is no inbound call.')),
  replace: () => Promise.reject(new Error('There is no inbound call.')),
};
