import { rescheduleCallback } from '../../../api/endpoints/callbacks/reschedule-callback.endpoint.ts';
import { describeSteering } from './steering-blocks.ts';

const DUE_AT = '2026-12-01T15:00:00.000Z';

describeSteering(rescheduleCallback, { dueAt: DUE_AT }, `reschedule:${Date.parse(DUE_AT)}`);
