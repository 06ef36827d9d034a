import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const isOpen = `state in ('scheduled', 'calling')`;

const CallbackSchema = defineEntity({
  name: 'Callback',
  ...tenantRows,
  uniques: [{ name: 'callback_effect_key', properties: ['orgId', 'callId', 'effectId'] }],
  indexes: [
    { name: 'callback_state', properties: ['orgId', 'state', 'id'] },
    { name: 'callback_agenda', properties: ['orgId', 'dueAt', 'id'], where: isOpen },
    { name: 'callback_contact', properties: ['orgId', 'contactId', 'id'] },
    { name: 'callback_phone_number', properties: ['orgId', 'phoneNumberId', 'id'] },
    { name: 'callback_flow_version', properties: ['orgId', 'flowVersionId'], where: 'finished_at is null' },
    { name: 'callback_voicemail', properties: ['orgId', 'voicemailId'], where: 'voicemail_id is not null' },
    { name: 'callback_due', properties: ['dueAt'], where: isOpen },
    { name: 'callback_open', properties: ['id'], where: isOpen },
  ],
  checks: [
    { name: 'callback_finished_check', expression: `(${isOpen}) = (finished_at is null)` },
    { name: 'callback_effect_check', expression: `effect_id is null or call_id is not null` },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    contactId: p.uuid(),
    origin: p.enum(['flow', 'voicemail', 'api']),
    /** The call that asked for it. */
    callId: p.uuid().nullable(),
    /** Of the flow's effect that made it, stable within the call. */
    effectId: p.text().nullable(),
    voicemailId: p.uuid().nullable(),
    /** Our number it is made from. */
    phoneNumberId: p.uuid(),
    flowVersionId: p.uuid(),
    state: p.enum(['scheduled', 'calling', 'completed', 'failed', 'canceled']).default('scheduled'),
    /** Rule time; not before it. */
    dueAt: moment(),
    /** IANA zone in which the person said when. */
    zone: p.text(),
    note: p.text().nullable(),
    attemptsMade: p.integer().default(0).check('attempts_made >= 0'),
    maxAttempts: p.integer().default(1).check('max_attempts > 0'),
    outcome: p.text().nullable(),
    reason: p.text().nullable(),
    /** Raised by each change; the ETag of the callback. */
    revision: p.integer().default(1),
    createdBy: p.uuid().nullable(),
    createdAt: now(),
    updatedAt: now(),
    finishedAt: moment().nullable(),
  },
});

/** A call we owe somebody, at a time they chose; `call_attempt.intent_id` of its attempts. */
export class Callback extends CallbackSchema.class {}
CallbackSchema.setClass(Callback);
