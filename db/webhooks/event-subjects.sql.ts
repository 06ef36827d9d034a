import type { WebhookEventType } from '../../contracts/webhook-events.ts';

/** A moment as JSON has it: RFC 3339, UTC, milliseconds. */
const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** A number of which only the country’s first digit and the last four are told. */
const masked = (e164: string) =>
  `left(${e164}, 2) || repeat('*', greatest(length(${e164}) - 6, 0)) || right(${e164}, 4)`;

/** Whom a call was with: the caller, or the contact who was called. */
const PERSON = `CASE k.direction WHEN 'inbound' THEN ${masked('k.from_e164')} ELSE ${masked('pii.phone_e164')} END`;

const CALLBACK = `
SELECT jsonb_build_object('callbackId', b.id, 'contactId', b.contact_id, 'callId', b.call_id, 'origin', b.origin,
         'dueAt', ${instant('b.due_at')}, 'outcome', b.outcome, 'reason', b.reason) AS data
  FROM callback b WHERE b.id = $1`;

const CAMPAIGN = `SELECT jsonb_build_object('campaignId', c.id, 'name', c.name) AS data FROM campaign c WHERE c.id = $1`;

const IMPORT = `
SELECT jsonb_build_object('importId', i.id, 'callListId', i.call_list_id, 'accepted', i.accepted,
         'rejected', i.rejected, 'duplicates', i.duplicates, 'suppressed', i.suppressed, 'errorCode', i.error_code) AS data
  FROM contact_import i WHERE i.id = $1`;

const ENDPOINT = `SELECT jsonb_build_object('endpointId', e.id) AS data FROM webhook_endpoint e WHERE e.id = $1`;

/**
 * How the data of each event is read from the row that it is about, `$1` being its id: nothing is told that the row
 * does not say at that moment. Ids, codes and masked numbers alone.
 */
export const EVENT_SUBJECTS: Readonly<Record<WebhookEventType, string>> = {
  'call.answered': `
SELECT jsonb_build_object('callId', k.id, 'direction', k.direction, 'campaignId', k.campaign_id,
         'contactId', k.contact_id, 'flowVersionId', k.flow_version_id, 'person', ${PERSON},
         'answeredAt', ${instant('k.answered_at')}) AS data
  FROM call k LEFT JOIN contact_pii pii ON pii.org_id = k.org_id AND pii.contact_id = k.contact_id
 WHERE k.id = $1`,
  'call.completed': `
SELECT jsonb_build_object('callId', k.id, 'direction', k.direction, 'status', k.state, 'outcome', k.outcome,
         'disposition', k.disposition, 'campaignId', k.campaign_id, 'contactId', k.contact_id,
         'flowVersionId', k.flow_version_id, 'person', ${PERSON}, 'answeredAt', ${instant('k.answered_at')},
         'endedAt', ${instant('k.ended_at')}, 'durationSeconds', k.duration_seconds) AS data
  FROM call k LEFT JOIN contact_pii pii ON pii.org_id = k.org_id AND pii.contact_id = k.contact_id
 WHERE k.id = $1`,
  'callback.canceled': CALLBACK,
  'callback.completed': CALLBACK,
  'callback.failed': CALLBACK,
  'callback.rescheduled': CALLBACK,
  'callback.scheduled': CALLBACK,
  'campaign.canceled': CAMPAIGN,
  'campaign.completed': CAMPAIGN,
  'campaign.paused': CAMPAIGN,
  'campaign.resumed': CAMPAIGN,
  'campaign.started': CAMPAIGN,
  'contact.opted_out': `
SELECT jsonb_build_object('suppressionId', s.id, 'contactId', c.id, 'scope', s.scope, 'source', s.source) AS data
  FROM suppression s LEFT JOIN contact c ON c.org_id = s.org_id AND c.phone_hash = s.phone_hash
 WHERE s.id = $1`,
  'flow.published': `
SELECT jsonb_build_object('flowId', l.flow_id, 'versionId', l.version_id, 'version', v.version, 'kind', l.kind) AS data
  FROM flow_live_change l JOIN flow_version v ON v.org_id = l.org_id AND v.id = l.version_id
 WHERE l.id = $1`,
  'import.completed': IMPORT,
  'import.failed': IMPORT,
  'incident.opened': `
SELECT jsonb_build_object('incidentId', i.id, 'kind', i.kind, 'attemptId', i.attempt_id) AS data
  FROM incident i WHERE i.id = $1`,
  'provider_key.invalid': `
SELECT jsonb_build_object('providerKeyId', p.id, 'provider', p.provider, 'label', p.label) AS data
  FROM provider_key p WHERE p.id = $1`,
  'recording.available': `
SELECT jsonb_build_object('recordingId', r.id, 'callId', r.call_id, 'source', r.source,
         'durationSeconds', r.duration_seconds) AS data
  FROM recording r WHERE r.id = $1`,
  'voicemail.created': `
SELECT jsonb_build_object('voicemailId', v.id, 'callId', v.call_id, 'contactId', v.contact_id,
         'recordingId', v.recording_id, 'person', ${masked('v.from_e164')}, 'durationSeconds', v.duration_seconds,
         'language', v.language) AS data
  FROM voicemail v WHERE v.id = $1`,
  'webhook_endpoint.disabled': `
SELECT jsonb_build_object('endpointId', e.id, 'reason', e.disabled_reason) AS data
  FROM webhook_endpoint e WHERE e.id = $1`,
  'webhook.test': ENDPOINT,
};
