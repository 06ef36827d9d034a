import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

// An outbound call is watched by its attempt.
const isOpenInbound = `direction = 'inbound' and closed_at is null`;

const CallSchema = defineEntity({
  name: 'Call',
  ...tenantRows,
  uniques: [
    {
      name: 'call_provider_call_key',
      properties: ['orgId', 'provider', 'providerAccount', 'providerCallId'],
    },
  ],
  indexes: [
    { name: 'call_campaign', properties: ['orgId', 'campaignId', 'id'] },
    { name: 'call_contact', properties: ['orgId', 'contactId', 'id'] },
    { name: 'call_state', properties: ['orgId', 'state', 'id'] },
    { name: 'call_flow_version', properties: ['orgId', 'flowVersionId'], where: 'ended_at is null' },
    {
      name: 'call_flow_path',
      properties: ['orgId', 'flowVersionId', 'createdAt'],
      where: 'path is not null',
    },
    { name: 'call_phone_number', properties: ['orgId', 'phoneNumberId', 'id'] },
    { name: 'call_inbound_deadline', properties: ['deadlineAt'], where: isOpenInbound },
    { name: 'call_inbound_open', properties: ['id'], where: isOpenInbound },
  ],
  checks: [
    {
      name: 'call_inbound_deadline_check',
      expression: `direction <> 'inbound' or closed_at is not null or deadline_at is not null`,
    },
  ],
  properties: {
    orgId: orgId(),
    /** Of an outbound call the id of its attempt. */
    id: id(),
    direction: p.enum(['outbound', 'inbound']),
    provider: p.text(),
    providerAccount: p.text(),
    providerCallId: p.text().nullable(),
    attemptId: p.uuid().nullable(),
    campaignId: p.uuid().nullable(),
    contactId: p.uuid().nullable(),
    flowVersionId: p.uuid().nullable(),
    fromE164: p.text().fieldName('from_e164').nullable(),
    toE164: p.text().fieldName('to_e164').nullable(),
    /** Our number that was called. */
    phoneNumberId: p.uuid().nullable(),
    language: p.enum(['en', 'es', 'cs']).nullable(),
    /** The words of the API (`publicCallState`). */
    state: p.text(),
    outcome: p.text().nullable(),
    /** What the flow made of it: confirmed, rescheduled, opted_out … */
    disposition: p.text().nullable(),
    path: p.json<unknown>().nullable(),
    variables: p.json<Record<string, unknown>>().nullable(),
    costMicros: p.bigint('number').nullable(),
    startedAt: moment().nullable(),
    answeredAt: moment().nullable(),
    endedAt: moment().nullable(),
    durationSeconds: p.integer().nullable(),
    /** Wall time, inbound only; the sweeper looks at the call no later than this. */
    deadlineAt: moment().nullable(),
    /** Wall time the closing of an inbound call was written, once. */
    closedAt: moment().nullable(),
    createdAt: now(),
  },
});

/** One call at the carrier, either direction, as the API shows it. */
export class Call extends CallSchema.class {}
CallSchema.setClass(Call);
