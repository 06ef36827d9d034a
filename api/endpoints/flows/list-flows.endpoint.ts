import { flowSchema } from '../../../contracts/flow.schema.ts';
import { defineList } from '../../define-list.ts';
import { type FlowRow, SELECT_FLOW, toFlow } from './flow-row.ts';

/** Flows without their documents. */
export const listFlows = defineList({
  id: 'listFlows',
  path: '/api/v1/ivr/flows',
  tag: 'ivr',
  summary: 'List flows',
  item: flowSchema,
  select: SELECT_FLOW,
  key: ['f.id', 'id'],
  sorts: { createdAt: 'f.id', name: 'f.name' },
  sort: '-createdAt',
  where: () => ['f.deleted_at IS NULL'],
  toItem: (row: FlowRow) => toFlow(row),
});
