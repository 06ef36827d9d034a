import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const isKept = 'deleted_at is null';

const RecordingSchema = defineEntity({
  name: 'Recording',
  ...tenantRows,
  uniques: [
    {
      name: 'recording_provider_recording_key',
      properties: ['orgId', 'provider', 'providerAccount', 'providerRecordingId'],
    },
  ],
  indexes: [
    { name: 'recording_call', properties: ['orgId', 'callId', 'id'] },
    { name: 'recording_kept', properties: ['orgId', 'id'], where: isKept },
    { name: 'recording_state', properties: ['orgId', 'state', 'id'], where: isKept },
    { name: 'recording_unfetched', properties: ['nextTryAt'], where: `state = 'available' and ${isKept}` },
  ],
  checks: [
    {
      name: 'recording_fetched_check',
      expression: `state <> 'fetched' or deleted_at is not null or (storage_key is not null and sha256 is not null and byte_size is not null and fetched_at is not null)`,
    },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    callId: p.uuid(),
    provider: p.text(),
    providerAccount: p.text(),
    providerRecordingId: p.text(),
    source: p.enum(['voicemail', 'call']),
    /** At the carrier until `fetched`; `absent` is what the carrier says it does not have. */
    state: p.enum(['pending', 'available', 'absent', 'failed', 'fetched']).default('pending'),
    durationSeconds: p.integer().nullable().check('duration_seconds >= 0'),
    channels: p.integer().nullable().check('channels > 0'),
    /** Key in the object store; set by the fetch. */
    storageKey: p.text().nullable(),
    /** Of the stored bytes, lower-case hex. */
    sha256: p.text().fieldName('sha256').nullable(),
    byteSize: p.bigint('number').nullable().check('byte_size >= 0'),
    contentType: p.text().nullable(),
    createdAt: now(),
    completedAt: moment().nullable(),
    fetchedAt: moment().nullable(),
    tries: p.integer().default(0).check('tries >= 0'),
    /** Wall time; a claimed row is hidden until then. */
    nextTryAt: now(),
    lastError: p.text().nullable(),
    /** The sound is gone; the row stays, so that a late webhook does not bring it back. */
    deletedAt: moment().nullable(),
  },
});

/** Sound of a call or a voicemail: first at the carrier, then in our object store. */
export class Recording extends RecordingSchema.class {}
RecordingSchema.setClass(Recording);
