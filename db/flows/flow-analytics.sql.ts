/**
 * Calls on versions of a flow that are over, in a period; the first three parameters are the versions' ids, from and to.
 * The ids come as a list, since a join would let the planner walk all calls of the organization instead. Whoever has no contact is known by the number that called. Read by the index `call_flow_path`.
 */
const CALLS = `
  SELECT c.id, c.path, c.created_at, c.duration_seconds, coalesce(c.language, t.language) AS language,
         coalesce(c.contact_id::text, CASE c.direction WHEN 'inbound' THEN c.from_e164 END, c.id::text) AS caller
    FROM call c
    LEFT JOIN contact t ON t.org_id = c.org_id AND t.id = c.contact_id
   WHERE c.flow_version_id = ANY($1::uuid[]) AND c.path IS NOT NULL
     AND c.created_at >= $2 AND c.created_at < $3 AND jsonb_array_length(c.path) > 0`;

/** One row for all calls, one for each language, one for each step in time ($4, in the zone of the organization). */
export const FLOW_FIGURES = `
WITH calls AS (
  SELECT c.language, c.duration_seconds, date_trunc($4, c.created_at, o.default_zone) AS at,
         c.path->-1->>'input' IS NOT DISTINCT FROM 'hangup' AS is_abandoned,
         c.path @? '$[*] ? (@.input == "dial_result")' AS is_transferred
    FROM (${CALLS}) c, organization o
)
SELECT CASE GROUPING(language, at) WHEN 3 THEN 'all' WHEN 1 THEN 'language' ELSE 'time' END AS of, language, at,
       count(*)::int AS calls,
       count(*) FILTER (WHERE NOT is_abandoned)::int AS completed,
       count(*) FILTER (WHERE is_abandoned)::int AS abandoned,
       count(*) FILTER (WHERE is_transferred)::int AS transferred,
       count(*) FILTER (WHERE NOT is_abandoned AND NOT is_transferred)::int AS contained,
       avg(duration_seconds)::float8 AS average_duration_seconds
  FROM calls
 GROUP BY GROUPING SETS ((), (language), (at))
 ORDER BY of, at, calls DESC, language`;

/** One row for each node, and one for each way out of it that was taken. */
export const NODE_FIGURES = `
WITH entries AS (
  SELECT c.caller, e.node, e.input, e.valid, e.ms, e.outlet,
         CASE WHEN e.outlet IS NOT NULL THEN lead(e.node) OVER (PARTITION BY c.id ORDER BY e.at) END AS next
    FROM (${CALLS}) c
   CROSS JOIN LATERAL ROWS FROM (
         jsonb_to_recordset(c.path) AS (node text, input text, valid boolean, ms float8, outlet text)
       ) WITH ORDINALITY AS e(node, input, valid, ms, outlet, at)
)
SELECT node, CASE GROUPING(outlet) WHEN 0 THEN outlet END AS outlet, CASE GROUPING(next) WHEN 0 THEN next END AS next,
       GROUPING(outlet) = 0 AS is_way, count(*)::int AS count,
       count(*) FILTER (WHERE input IS NULL)::int AS visits,
       count(DISTINCT caller)::int AS unique_callers,
       count(*) FILTER (WHERE valid AND input IN ('digits', 'speech', 'recorded', 'no_input'))::int AS valid_inputs,
       count(*) FILTER (WHERE NOT valid AND input IN ('digits', 'speech', 'recorded'))::int AS invalid_inputs,
       count(*) FILTER (WHERE NOT valid AND input = 'no_input')::int AS timeouts,
       coalesce(sum(ms) / nullif(count(*) FILTER (WHERE input IS NULL), 0), 0)::float8 AS average_ms,
       count(*) FILTER (WHERE input = 'hangup')::int AS abandoned
  FROM entries
 GROUP BY GROUPING SETS ((node), (node, outlet, next))
HAVING GROUPING(outlet) = 1 OR outlet IS NOT NULL
 ORDER BY node, is_way, count DESC, outlet, next`;
