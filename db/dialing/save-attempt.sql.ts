/** Parts of one saving; those that have nothing to write are left out of the statement. */
export interface SaveParts {
  call: boolean;
  contact: boolean;
  callback: boolean;
  counter: boolean;
  outbox: boolean;
  incident: boolean;
}

// The compare-and-set: a row that is no longer in the state that was judged is left alone, and with it all the rest.
// Only T0 sets the moment of the dial, by the database's clock to the microsecond.
const ATTEMPT = `
saved AS (
  UPDATE call_attempt a
     SET state = n.state, cause = n.cause, reason = n.reason, outcome = n.outcome,
         provider_call_id = n.provider_call_id, carrier_rank = n.carrier_rank, dial_token = n.dial_token,
         dial_started_at = CASE WHEN n.dial_token IS NOT NULL THEN a.dial_started_at END, reserved_until = n.reserved_until, deadline_at = n.deadline_at,
         next_at = n.next_at, queue_time_ms = n.queue_time_ms, answered_by = n.answered_by,
         answered_at = n.answered_at, ended_at = n.ended_at, duration_seconds = n.duration_seconds,
         last_event_at = n.last_event_at, closed_at = n.closed_at,
         decision_id = coalesce(n.decision_id, a.decision_id), updated_at = clock_timestamp()
    FROM jsonb_to_record($3::jsonb) AS n(
         state text, cause text, reason text, outcome text, provider_call_id text, carrier_rank int,
         dial_token uuid, reserved_until timestamptz, deadline_at timestamptz,
         next_at timestamptz, queue_time_ms int, answered_by text, answered_at timestamptz, ended_at timestamptz,
         duration_seconds int, last_event_at timestamptz, closed_at timestamptz, decision_id uuid)
   WHERE a.id = $1 AND a.state = $2
  RETURNING a.org_id, a.id, a.campaign_id, a.intent_kind, a.intent_id, a.attempt_no)`;

const CALL = `
the_call AS (
  UPDATE call k
     SET state = n.state, outcome = n.outcome, provider_call_id = n.provider_call_id, answered_at = n.answered_at,
         ended_at = n.ended_at, duration_seconds = n.duration_seconds,
         disposition = coalesce(n.disposition, k.disposition), path = coalesce(n.path, k.path),
         variables = coalesce(n.variables, k.variables), language = coalesce(n.language, k.language),
         cost_micros = coalesce(n.cost_micros, k.cost_micros)
    FROM saved, jsonb_to_record($4::jsonb) AS n(
         state text, outcome text, provider_call_id text, answered_at timestamptz, ended_at timestamptz,
         duration_seconds int, disposition text, path jsonb, variables jsonb, language text, cost_micros bigint)
   WHERE k.org_id = saved.org_id AND k.id = saved.id)`;

const CONTACT = `
contact AS (
  UPDATE campaign_contact cc
     SET state = n.state, outcome = n.outcome, reason = n.reason, next_at = coalesce(n.next_at, cc.next_at),
         attempts_made = cc.attempts_made + n.attempts, lease_until = NULL, updated_at = clock_timestamp()
    FROM saved, jsonb_to_record($5::jsonb) AS n(
         state text, outcome text, reason text, next_at timestamptz, attempts int)
   WHERE saved.intent_kind = 'campaign_contact' AND cc.org_id = saved.org_id AND cc.id = saved.intent_id
     AND cc.attempt_id = saved.id)`;

// The promise that the attempt keeps: only its latest attempt speaks for it, and a canceled one stays canceled.
const CALLBACK = `
callback AS (
  UPDATE callback b
     SET state = n.callback_state, outcome = n.outcome, reason = n.reason, attempts_made = b.attempts_made + n.attempts,
         finished_at = CASE WHEN n.callback_state NOT IN ('scheduled', 'calling')
                            THEN coalesce(b.finished_at, clock_timestamp()) END,
         updated_at = clock_timestamp()
    FROM saved, jsonb_to_record($5::jsonb) AS n(callback_state text, outcome text, reason text, attempts int)
   WHERE saved.intent_kind = 'callback' AND b.org_id = saved.org_id AND b.id = saved.intent_id AND b.state <> 'canceled'
     AND NOT EXISTS (SELECT FROM call_attempt later
                      WHERE later.org_id = saved.org_id AND later.intent_kind = 'callback'
                        AND later.intent_id = saved.intent_id AND later.attempt_no > saved.attempt_no)
  RETURNING b.id, CASE WHEN new.state <> old.state THEN new.state END AS became)`;

const COUNTER = `
counter AS (
  UPDATE campaign_counter m
     SET in_flight = m.in_flight + n.in_flight, reserved_micros = m.reserved_micros + n.reserved_micros,
         placed = m.placed + n.placed, answered = m.answered + n.answered,
         spent_micros = m.spent_micros + n.spent_micros
    FROM saved, jsonb_to_record($6::jsonb) AS n(
         in_flight int, reserved_micros bigint, placed int, answered int, spent_micros bigint)
   WHERE m.org_id = saved.org_id AND m.campaign_id = saved.campaign_id)`;

const OUTBOX = `
mail AS (
  INSERT INTO outbox (org_id, kind, key, payload)
  SELECT saved.org_id, n.kind, saved.id::text, n.payload
    FROM saved, jsonb_to_recordset($7::jsonb) AS n(kind text, payload jsonb))`;

const INCIDENT = `
trouble AS (
  INSERT INTO incident (org_id, kind, attempt_id, detail)
  SELECT saved.org_id, n.kind, saved.id, n.detail
    FROM saved, jsonb_to_recordset($8::jsonb) AS n(kind text, detail jsonb)
   WHERE NOT EXISTS (SELECT FROM incident i
                      WHERE i.org_id = saved.org_id AND i.attempt_id = saved.id AND i.kind = n.kind
                        AND i.detail ->> 'callId' = n.detail ->> 'callId')
  RETURNING id)`;

const texts = new Map<string, string>();

/**
 * One statement that writes a transition and everything that must be written with it. An empty INSERT is left out,
 * since its trigger would wake the relay for nothing. Parameters: id, expected state, and one JSON document a part.
 */
export function saveStatement(parts: SaveParts): { name: string; text: string } {
  const { call, contact, callback, counter, outbox, incident } = parts;
  const flags = [call, contact, callback, counter, outbox, incident];
  const name = `save_attempt_${flags.map(Number).join('')}`;
  const text = texts.get(name) ?? build(flags, parts);
  texts.set(name, text);
  return { name, text };
}

function build(flags: readonly boolean[], { callback, incident }: SaveParts): string {
  const parts = [CALL, CONTACT, CALLBACK, COUNTER, OUTBOX, INCIDENT].filter((_, index) => flags[index]);
  // Every parameter is named, so that each part finds its own whichever others are there.
  return `WITH given AS (SELECT $4::jsonb, $5::jsonb, $6::jsonb, $7::jsonb, $8::jsonb),${[ATTEMPT, ...parts].join(',')}
SELECT ${callback ? '(SELECT became FROM callback)' : 'NULL'} AS callback_became,
       ${incident ? 'ARRAY(SELECT id FROM trouble)' : `'{}'::uuid[]`} AS incident_ids
  FROM saved`;
}
