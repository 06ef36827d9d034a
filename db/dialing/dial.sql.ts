import { storedToken } from '../secrets/carrier-token.sql.ts';
import { ATTEMPT_FROM, ATTEMPT_SELECT } from './attempt-row.ts';

/**
 * The statements of T0, in the order of their locks: number, campaign control, campaign counter, attempt, carrier
 * account. They are values, so that a test can swap one for a version without its guard and show that it is missed.
 */
export interface DialSql {
  lockNumber: Statement;
  reserveLine: Statement;
  readFacts: Statement;
  decide: Statement;
  dial: Statement;
}

/** A statement that each connection prepares once, under its name. */
export interface Statement {
  name: string;
  text: string;
}

const LOCK_NUMBER = `
SELECT pg_advisory_xact_lock(hashtextextended(current_setting('app.org') || encode(phone_hash, 'hex'), 0))
  FROM call_attempt WHERE id = $1`;

// An attempt that is not RESERVED locks nothing here: its closing takes attempt and counter the other way round.
// FOR SHARE: a pause or a cancel that commits first is seen, one that comes later waits for this dial's commit.
const RESERVE_LINE = `
WITH ctl AS MATERIALIZED (
  SELECT k.org_id, k.campaign_id, k.paused, k.canceled, k.max_concurrent, k.budget_micros,
         c.cost_per_call_micros AS cost
    FROM call_attempt a
    JOIN campaign_control k ON k.org_id = a.org_id AND k.campaign_id = a.campaign_id
    JOIN campaign c ON c.org_id = a.org_id AND c.id = a.campaign_id
   WHERE a.id = $1 AND a.state = 'reserved'
     FOR SHARE OF k),
taken AS (
  UPDATE campaign_counter n
     SET in_flight = n.in_flight + 1, reserved_micros = n.reserved_micros + ctl.cost
    FROM ctl
   WHERE n.org_id = ctl.org_id AND n.campaign_id = ctl.campaign_id AND NOT ctl.paused AND NOT ctl.canceled
     AND n.in_flight < ctl.max_concurrent
     AND (ctl.budget_micros IS NULL OR n.spent_micros + n.reserved_micros + ctl.cost <= ctl.budget_micros)
  RETURNING n.campaign_id)
SELECT ctl.paused, ctl.canceled, ctl.cost::float8 AS cost, EXISTS (SELECT FROM taken) AS taken,
       ctl.budget_micros IS NOT NULL AND n.spent_micros + n.reserved_micros + ctl.cost > ctl.budget_micros AS budget_spent
  FROM ctl JOIN campaign_counter n ON n.org_id = ctl.org_id AND n.campaign_id = ctl.campaign_id`;

// Attempts are counted in rule time: an attempt's wall moment lies as far back in it as the clock runs fast.
const READ_FACTS = `
SELECT ${ATTEMPT_SELECT},
       ct.zone, ct.region, ct.country, coalesce(c.purpose, 'informational') AS purpose,
       coalesce(c.window_start_minute, 480) AS window_start_minute,
       coalesce(c.window_end_minute, 1260) AS window_end_minute,
       coalesce(c.weekdays, '{1,2,3,4,5,6,7}') AS weekdays,
       coalesce(c.cap_per_number, 3) AS cap_per_number, coalesce(c.cap_window_hours, 24) AS cap_window_hours,
       coalesce(c.ring_timeout_seconds, 25) AS ring_timeout_seconds,
       coalesce(c.machine_detection, false) AS machine_detection,
       k.account_sid, ${storedToken('k')} AS auth_token, k.api_base_url, o.ref AS org_ref, o.link_key,
       s.scope AS suppressed_scope, s.source AS suppressed_source,
       w.attempts AS attempts_in_window, w.oldest AS oldest_in_window,
       EXISTS (SELECT FROM call_attempt other
                WHERE other.org_id = a.org_id AND other.phone_hash = a.phone_hash AND other.id <> a.id
                  AND other.state IN ('dialing', 'unknown', 'review', 'placed', 'ringing', 'in_call')) AS number_busy
  FROM ${ATTEMPT_FROM}
  JOIN contact ct ON ct.org_id = a.org_id AND ct.id = a.contact_id
  JOIN carrier_account k ON k.org_id = a.org_id AND k.id = a.carrier_account_id
  LEFT JOIN LATERAL (
       SELECT scope, source FROM suppression
        WHERE org_id = a.org_id AND phone_hash = a.phone_hash
          AND scope IN ('all', coalesce(c.purpose, 'informational'), a.campaign_id::text)
        ORDER BY scope = 'all' DESC LIMIT 1) s ON true
  LEFT JOIN LATERAL (
       SELECT count(*)::int AS attempts,
              (array_agg(past.dial_started_at ORDER BY past.dial_started_at DESC))[greatest(coalesce(c.cap_per_number, 3), 1)] AS oldest
         FROM call_attempt past
        WHERE past.org_id = a.org_id AND past.phone_hash = a.phone_hash AND past.id <> a.id
          AND past.state NOT IN ('planned', 'reserved', 'not_placed', 'blocked')
          AND past.dial_started_at > clock_timestamp() - make_interval(hours => coalesce(c.cap_window_hours, 24))
                                     / coalesce((SELECT rate FROM rule_clock), 1)::float8) w ON true
 WHERE a.id = $1
   FOR UPDATE OF a`;

const DECIDE = `
INSERT INTO dial_decision (org_id, campaign_id, contact_id, attempt_id, rule_at, verdict, reasons, rulepack_version,
                           zone_set, local_times, caps_counts, caller_id, facts, inputs_hash)
SELECT a.org_id, a.campaign_id, a.contact_id, a.id, d.rule_at, d.verdict, d.reasons, d.rulepack_version,
       d.zone_set, d.local_times, d.caps_counts, a.from_e164, d.facts, d.inputs_hash
  FROM call_attempt a, jsonb_to_record($2::jsonb) AS d(
       rule_at timestamptz, verdict text, reasons jsonb, rulepack_version text, zone_set text[], local_times jsonb,
       caps_counts jsonb, facts jsonb, inputs_hash text)
 WHERE a.id = $1
RETURNING id`;

// The compare-and-set of the dial: whoever turns RESERVED into DIALING, and nobody else, posts. Without a free slot
// within $4 nothing is written. The decision is born with the dial, or not at all.
const DIAL = `
WITH mine AS MATERIALIZED (
  SELECT a.id, a.carrier_account_id, uuidv7() AS decision_id
    FROM call_attempt a
   WHERE a.id = $1 AND a.state = 'reserved' AND a.provider_call_id IS NULL),
slot AS (
  UPDATE carrier_account k
     SET next_slot_at = greatest(k.next_slot_at, clock_timestamp()) + make_interval(secs => 1 / k.cps::float8)
    FROM mine
   WHERE k.id = mine.carrier_account_id AND k.next_slot_at <= clock_timestamp() + make_interval(secs => $4::float8)
  RETURNING k.next_slot_at - make_interval(secs => 1 / k.cps::float8) AS at),
dialled AS (
  UPDATE call_attempt a
     SET state = 'dialing', cause = 'dial_committed', reason = NULL, dial_token = $3,
         dial_started_at = clock_timestamp(), decision_id = mine.decision_id, reserved_until = NULL, next_at = NULL,
         deadline_at = clock_timestamp() + make_interval(secs => $5::float8), updated_at = clock_timestamp()
    FROM mine, slot
   WHERE a.id = mine.id AND a.state = 'reserved' AND a.provider_call_id IS NULL
  RETURNING a.*),
decided AS (
  INSERT INTO dial_decision (org_id, id, campaign_id, contact_id, attempt_id, rule_at, verdict, reasons,
                             rulepack_version, zone_set, local_times, caps_counts, caller_id, facts, inputs_hash)
  SELECT a.org_id, a.decision_id, a.campaign_id, a.contact_id, a.id, d.rule_at, d.verdict, d.reasons,
         d.rulepack_version, d.zone_set, d.local_times, d.caps_counts, a.from_e164, d.facts, d.inputs_hash
    FROM dialled a, jsonb_to_record($2::jsonb) AS d(
         rule_at timestamptz, verdict text, reasons jsonb, rulepack_version text, zone_set text[], local_times jsonb,
         caps_counts jsonb, facts jsonb, inputs_hash text)),
the_call AS (
  INSERT INTO call (org_id, id, direction, provider, provider_account, attempt_id, campaign_id, contact_id,
                    flow_version_id, from_e164, state, started_at)
  SELECT a.org_id, a.id, 'outbound', a.provider, a.provider_account, a.id, a.campaign_id, a.contact_id,
         a.flow_version_id, a.from_e164, 'initiated', a.dial_started_at
    FROM dialled a
  ON CONFLICT (org_id, id) DO UPDATE SET state = 'initiated', started_at = excluded.started_at),
contact AS (
  UPDATE campaign_contact cc
     SET state = 'calling', reason = NULL, outcome = NULL, lease_until = NULL, updated_at = clock_timestamp()
    FROM dialled a
   WHERE a.intent_kind = 'campaign_contact' AND cc.org_id = a.org_id AND cc.id = a.intent_id)
SELECT EXISTS (SELECT FROM mine) AS mine,
       (SELECT extract(epoch FROM greatest(k.next_slot_at, clock_timestamp()) - clock_timestamp())::float8 * 1000
          FROM mine JOIN carrier_account k ON k.id = mine.carrier_account_id) AS next_slot_in_ms,
       (SELECT extract(epoch FROM slot.at - clock_timestamp())::float8 * 1000 FROM slot) AS slot_in_ms,
       EXISTS (SELECT FROM dialled) AS dialled`;

/** The statements as production runs them. */
export const DIAL_SQL: DialSql = {
  lockNumber: { name: 'dial_lock_number', text: LOCK_NUMBER },
  reserveLine: { name: 'dial_reserve_line', text: RESERVE_LINE },
  readFacts: { name: 'dial_read_facts', text: READ_FACTS },
  decide: { name: 'dial_decide', text: DECIDE },
  dial: { name: 'dial_commit', text: DIAL },
};
