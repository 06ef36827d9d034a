import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseDump, DumpedAttempt, DumpedCampaignContact } from './dump.types.ts';
import { judge, type JudgeInput, type JudgeReport } from './judge.ts';
import type { ListedRun } from './temporal-listing.ts';

/** Wednesday 2026-11-18 17:00 UTC: noon in New York. */
export const NOON_MS = Date.UTC(2026, 10, 18, 17, 0);
export const PHONE = '+12125550123';

/** One contact that was called once and answered; the tests make it evil by overriding parts. */
export interface Evidence {
  truth: Record<string, unknown>[];
  dump: DatabaseDump;
  runs: ListedRun[];
}

/** Lines of one call: created, rung, answered by a human, ended. `atMs` is when it was created. */
export function callLines(callSid: string, atMs: number, to = PHONE): Record<string, unknown>[] {
  const line = { callSid, to, direction: 'outbound-api' };
  return [
    { ...line, at: atMs, event: 'queued' },
    { ...line, at: atMs, event: 'dial' },
    { ...line, at: atMs + 100, event: 'ring' },
    { ...line, at: atMs + 5_000, event: 'answer', isMachine: false },
    { ...line, at: atMs + 20_000, event: 'end', status: 'completed' },
  ];
}

export function attemptRow(override: Partial<DumpedAttempt> = {}): DumpedAttempt {
  return {
    id: 'attempt-1',
    intent_kind: 'campaign_contact',
    intent_id: 'cc-1',
    attempt_no: 1,
    campaign_id: 'campaign-1',
    contact_id: 'contact-1',
    provider_call_id: 'CA1',
    state: 'ended',
    outcome: 'answered',
    reason: null,
    cause: 'carrier',
    deadline_at: null,
    dial_started_at: NOON_MS - 50,
    closed_at: NOON_MS + 21_000,
    ...override,
  };
}

export function contactRow(override: Partial<DumpedCampaignContact> = {}): DumpedCampaignContact {
  return {
    id: 'cc-1',
    campaign_id: 'campaign-1',
    contact_id: 'contact-1',
    state: 'done',
    outcome: 'answered',
    reason: null,
    next_at: null,
    attempt_id: 'attempt-1',
    ...override,
  };
}

export function goodEvidence(override: Partial<DatabaseDump> = {}): Evidence {
  return {
    truth: callLines('CA1', NOON_MS),
    runs: [
      {
        workflowId: 'call:attempt-1',
        runId: 'r1',
        type: 'conductCall',
        status: 'COMPLETED',
        historyLength: 18,
      },
    ],
    dump: {
      takenAtMs: NOON_MS + 60_000,
      takenAtRuleMs: NOON_MS + 60_000,
      campaigns: [
        {
          id: 'campaign-1',
          state: 'completed',
          call_list_id: 'list-1',
          window_start_minute: 480,
          window_end_minute: 1260,
          weekdays: [1, 2, 3, 4, 5],
          max_attempts: 3,
        },
      ],
      members: [{ call_list_id: 'list-1', contact_id: 'contact-1' }],
      contacts: [{ id: 'contact-1', phone_e164: PHONE, zone: null }],
      campaignContacts: [contactRow()],
      attempts: [attemptRow()],
      events: [],
      outbox: [],
      incidents: [],
      ...override,
    },
  };
}

/** Writes the truth to a file and judges; rule time is wall time unless told. */
export async function judgeEvidence(
  { truth, dump, runs }: Evidence,
  clocks: Partial<Pick<JudgeInput, 'ruleClock' | 'earlierClocks'>> = {},
): Promise<JudgeReport> {
  const truthPath = join(mkdtempSync(join(tmpdir(), 'evercall-check-')), 'truth.jsonl');
  writeFileSync(truthPath, truth.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return judge({
    truthPath,
    dump,
    temporalListing: runs,
    ruleClock: { baseAppMs: 0, baseRealMs: 0, rate: 1 },
    ...clocks,
  });
}
