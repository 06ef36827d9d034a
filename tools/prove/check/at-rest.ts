import type { DatabaseDump, DumpedAttempt, DumpedCampaign, DumpedCampaignContact } from './dump.types.ts';
import type { Finding } from './finding.ts';
import type { ListedRun } from './temporal-listing.ts';
import type { TruthCall } from './truth.ts';

/** What the judgement of rest looks at. */
export interface RestFacts {
  readonly dump: DatabaseDump;
  readonly calls: readonly TruthCall[];
  readonly runs: readonly ListedRun[];
}

const LIVE = new Set(['dialing', 'unknown', 'placed', 'ringing', 'in_call']);
const TERMINAL = new Set(['ended', 'not_placed', 'blocked']);
const UNSTARTED = new Set(['draft', 'scheduled']);
/** Rule time by which a due contact of an open campaign may be late before it counts as stuck. */
const OVERDUE_RULE_MS = 15 * 60_000;

/**
 * Contacts that are in none of the states that calls.md allows at rest: a terminal outcome, a due time that an open
 * workflow will see, review, or blocked with a reason. A member of a started campaign's list without a row is lost too.
 */
export function findLost({ dump, calls, runs }: RestFacts): Finding[] {
  const open = openWorkflows(runs);
  const attempts = new Map(dump.attempts.map((attempt) => [attempt.id, attempt]));
  const answered = answeredNumbers(calls);
  const corrected = correctedAttempts(dump);
  const phones = new Map(dump.contacts.map((contact) => [contact.id, contact.phone_e164]));
  return dump.campaigns
    .filter(({ state }) => !UNSTARTED.has(state))
    .flatMap((campaign) => {
      const rows = dump.campaignContacts.filter((row) => row.campaign_id === campaign.id);
      const isOpen = open.has(`campaign:${campaign.id}`);
      const wrong = rows.flatMap((row): Finding[] => {
        const attempt = attempts.get(row.attempt_id ?? '');
        const wasAnswered =
          answered.has(phones.get(row.contact_id) ?? '') || corrected.has(row.attempt_id ?? '');
        const why = whyLost({ row, campaign, attempt, isOpen, wasAnswered });
        return why ? [{ kind: 'lost', why, campaignContactId: row.id }] : [];
      });
      return [...wrong, ...findMissing(dump, campaign, rows)];
    });
}

interface ContactFacts {
  row: DumpedCampaignContact;
  campaign: DumpedCampaign;
  attempt: DumpedAttempt | undefined;
  isOpen: boolean;
  wasAnswered: boolean;
}

function whyLost({ row, campaign, attempt, isOpen, wasAnswered }: ContactFacts): string | null {
  if (row.state === 'done') return whyNotDone(row, wasAnswered);
  if (row.state === 'blocked') return row.reason ? null : 'blocked without a reason';
  if (row.state === 'review') {
    return attempt?.state === 'review'
      ? null
      : `in review, but its attempt is ${attempt?.state ?? 'missing'}`;
  }
  if (row.state === 'pending') {
    if (campaign.state === 'canceled') return null;
    if (campaign.state === 'completed') return 'pending in a completed campaign';
    return isOpen ? null : `pending, and no workflow of its ${campaign.state} campaign is open`;
  }
  if (!attempt) return `${row.state} without an attempt`;
  return null;
}

function whyNotDone(row: DumpedCampaignContact, wasAnswered: boolean): string | null {
  if (!row.outcome) return 'done without an outcome';
  const claimsAnswer = row.outcome === 'answered' || row.outcome === 'machine';
  return claimsAnswer && !wasAnswered
    ? `its outcome is ${row.outcome}, but the carrier knows of no answer`
    : null;
}

function answeredNumbers(calls: readonly TruthCall[]): Set<string> {
  return new Set(calls.filter((call) => call.answeredAtMs !== null).map((call) => call.to));
}

/** Attempts of which the carrier itself told two endings: what it said first may stand in the contact. */
function correctedAttempts(dump: DatabaseDump): Set<string> {
  const corrections = dump.events.filter(({ cause }) => cause === 'carrier_correction');
  return new Set(corrections.map((event) => event.attempt_id));
}

function findMissing(
  dump: DatabaseDump,
  campaign: DumpedCampaign,
  rows: readonly DumpedCampaignContact[],
): Finding[] {
  const known = new Set(rows.map((row) => row.contact_id));
  return dump.members
    .filter((member) => member.call_list_id === campaign.call_list_id && !known.has(member.contact_id))
    .map((member) => ({
      kind: 'lost',
      why: `contact ${member.contact_id} of the list has no row in the campaign`,
    }));
}

/**
 * What still hangs at rest: attempts that are neither terminal nor in review nor waiting, unclosed ones, workflows of
 * calls that are over, messages that were never relayed, campaigns without their workflow, due contacts nobody calls.
 */
export function findStuck({ dump, runs, calls }: RestFacts): Finding[] {
  const open = openWorkflows(runs);
  return [
    ...dump.attempts.flatMap((attempt) => judgeAttempt(attempt)),
    ...findStrayRuns(dump, open),
    ...dump.outbox
      .filter(({ sent_at }) => sent_at === null)
      .map(({ kind, key }): Finding => ({ kind: 'stuck', why: `outbox ${kind} for ${key} was never sent` })),
    ...findStuckCampaigns(dump, open),
    ...findOverdue(dump),
    ...calls
      .filter((call) => call.endedAtMs === null)
      .map(
        (call): Finding => ({ kind: 'stuck', why: 'the carrier still has this call', callSid: call.callSid }),
      ),
  ];
}

function judgeAttempt(attempt: DumpedAttempt): Finding[] {
  const stuck = (why: string): Finding[] => [{ kind: 'stuck', why, attemptId: attempt.id }];
  if (LIVE.has(attempt.state) || attempt.state === 'reserved')
    return stuck(`attempt still ${attempt.state} (${attempt.cause})`);
  if (TERMINAL.has(attempt.state) && attempt.dial_started_at !== null && attempt.closed_at === null) {
    return stuck(`attempt ${attempt.state} (${attempt.cause}) was never closed`);
  }
  return [];
}

function findStrayRuns(dump: DatabaseDump, open: ReadonlySet<string>): Finding[] {
  return dump.attempts
    .filter((attempt) => TERMINAL.has(attempt.state) && open.has(`call:${attempt.id}`))
    .map(({ id, state }) => ({
      kind: 'stuck',
      why: `its workflow is open although the attempt is ${state}`,
      attemptId: id,
      workflowId: `call:${id}`,
    }));
}

function findStuckCampaigns(dump: DatabaseDump, open: ReadonlySet<string>): Finding[] {
  return dump.campaigns.flatMap(({ id, state }): Finding[] => {
    const workflowId = `campaign:${id}`;
    const isActive = ['running', 'paused', 'completing'].includes(state);
    if (isActive && !open.has(workflowId))
      return [{ kind: 'stuck', why: `${state} campaign without a workflow`, workflowId }];
    if (state === 'completed' && open.has(workflowId)) {
      return [{ kind: 'stuck', why: 'the workflow of a completed campaign is open', workflowId }];
    }
    return [];
  });
}

function findOverdue(dump: DatabaseDump): Finding[] {
  const running = new Set(dump.campaigns.filter(({ state }) => state === 'running').map(({ id }) => id));
  return dump.campaignContacts
    .filter((row) => row.state === 'pending' && running.has(row.campaign_id))
    .filter((row) => row.next_at !== null && row.next_at < dump.takenAtRuleMs - OVERDUE_RULE_MS)
    .map((row) => ({ kind: 'stuck', why: 'due for long in a running campaign', campaignContactId: row.id }));
}

/** Attempts before a person, each with the causes that led there. */
export function findReview(dump: DatabaseDump): Finding[] {
  return dump.attempts
    .filter(({ state }) => state === 'review')
    .map(({ id }) => {
      const causes = dump.events.filter((event) => event.attempt_id === id).map((event) => event.cause);
      return { kind: 'review', why: causes.join(', '), attemptId: id };
    });
}

function openWorkflows(runs: readonly ListedRun[]): Set<string> {
  return new Set(runs.filter(({ status }) => status === 'RUNNING').map(({ workflowId }) => workflowId));
}
