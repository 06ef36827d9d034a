import type { z } from 'zod';
import type { contactWhySchema } from '../../../contracts/compliance.schema.ts';
import { toInstant } from '../../http/instant.ts';

type Decision = z.input<typeof contactWhySchema>['decisions'][number];

/** A row of `dial_decision` as the driver gives it. */
export interface DecisionRow {
  id: string;
  seq: number;
  campaign_id: string | null;
  attempt_id: string;
  at: Date;
  rule_at: Date;
  verdict: Decision['verdict'];
  reasons: Decision['gates'];
  rulepack_version: string;
  zone_set: string[];
  local_times: Record<string, string>;
  caps_counts: Record<string, unknown>;
  caller_id: string;
  facts: unknown;
  inputs_hash: string;
}

/** The contract shape of a decision row. */
export function toDecision(row: DecisionRow): Decision {
  return {
    id: row.id,
    seq: row.seq,
    campaignId: row.campaign_id,
    attemptId: row.attempt_id,
    at: toInstant(row.at),
    ruleAt: toInstant(row.rule_at),
    verdict: row.verdict,
    gates: row.reasons,
    rulepackVersion: row.rulepack_version,
    zones: row.zone_set,
    localTimes: row.local_times,
    capsCounts: row.caps_counts,
    callerId: row.caller_id,
    facts: row.facts,
    inputsHash: row.inputs_hash,
  };
}
