import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const isKept = 'deleted_at is null';

const VoicemailSchema = defineEntity({
  name: 'Voicemail',
  ...tenantRows,
  uniques: [{ name: 'voicemail_effect_key', properties: ['orgId', 'callId', 'effectId'] }],
  indexes: [
    { name: 'voicemail_kept', properties: ['orgId', 'id'], where: isKept },
    { name: 'voicemail_state', properties: ['orgId', 'state', 'id'], where: isKept },
    { name: 'voicemail_phone_number', properties: ['orgId', 'phoneNumberId', 'id'] },
    { name: 'voicemail_from', properties: ['orgId', 'fromE164', 'id'], where: isKept },
    { name: 'voicemail_contact', properties: ['orgId', 'contactId', 'id'] },
    { name: 'voicemail_recording', properties: ['orgId', 'recordingId'] },
    {
      name: 'voicemail_untranscribed',
      properties: ['id'],
      where: `transcript_state = 'pending' and ${isKept}`,
    },
  ],
  checks: [
    {
      name: 'voicemail_transcript_check',
      expression: `transcript_state <> 'done' or transcript is not null or deleted_at is not null`,
    },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    callId: p.uuid(),
    /** Of the flow's effect that made it, stable within the call. */
    effectId: p.text(),
    contactId: p.uuid().nullable(),
    phoneNumberId: p.uuid().nullable(),
    fromE164: p.text().fieldName('from_e164').nullable(),
    recordingId: p.uuid().nullable(),
    state: p.enum(['new', 'read', 'archived']).default('new'),
    durationSeconds: p.integer().check('duration_seconds >= 0'),
    transcript: p.text().nullable(),
    /** `offline` says that no transcriber is set up. */
    transcriptState: p.enum(['pending', 'done', 'offline', 'failed']).default('pending'),
    language: p.enum(['en', 'es', 'cs']),
    createdAt: now(),
    updatedAt: now(),
    updatedBy: p.uuid().nullable(),
    deletedAt: moment().nullable(),
  },
});

/** A message somebody left; one for each time a call's flow took one. */
export class Voicemail extends VoicemailSchema.class {}
VoicemailSchema.setClass(Voicemail);
