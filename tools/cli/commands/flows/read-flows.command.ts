import type { z } from 'zod';
import type { flowVersionItemSchema } from '../../../../contracts/flow.schema.ts';
import { API } from '../../client/operations.ts';
import { shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { FLOW } from './name-flow.ts';

/** Flows, newest first. */
export const flowsList = defineList({
  noun: 'flows',
  summary: 'list flows, newest first',
  examples: ['evercall flows list'],
  operation: API.listFlows,
  columns: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    live: ({ liveVersion }) => (liveVersion ? `version ${liveVersion.version}` : null),
    published: ({ liveVersion }) => shortMoment(liveVersion?.publishedAt ?? null),
    draft: ({ draftRevision }) => `revision ${draftRevision}`,
    changed: ({ draftUpdatedAt }) => shortMoment(draftUpdatedAt),
  },
});

/** Published versions of a flow with the calls that are on each. */
export const flowsVersions = defineList<z.output<typeof flowVersionItemSchema>, never>({
  noun: 'flows',
  verb: 'versions',
  summary: 'published versions, newest first, with the calls that are on each',
  examples: ['evercall flows versions "Appointment reminder"'],
  operation: API.listFlowVersions,
  argument: FLOW,
  columns: {
    version: ({ version }) => version,
    live: ({ isLive }) => isLive,
    calls: ({ liveCalls }) => liveCalls,
    published: ({ publishedAt }) => shortMoment(publishedAt),
    id: ({ id }) => id,
  },
});
