import { Migration } from '@mikro-orm/migrations';
import type { DefinerFunction, ForeignKey } from './steps/migration-steps.ts';
import { applyRules, type TableRules, undoRules } from './steps/table-rules.ts';

const foreignKeys: readonly ForeignKey[] = [
  ['call', 'phone_number_id', 'phone_number', 'set null'],
  ['flow_suite', 'flow_id', 'flow', 'cascade'],
  ['flow_suite', 'updated_by', 'user'],
  ['flow_live_change', 'flow_id', 'flow'],
  ['flow_live_change', 'version_id', 'flow_version'],
  ['flow_live_change', 'changed_by', 'user'],
  ['recording', 'call_id', 'call'],
  ['voicemail', 'call_id', 'call'],
  ['voicemail', 'contact_id', 'contact'],
  ['voicemail', 'phone_number_id', 'phone_number', 'set null'],
  ['voicemail', 'recording_id', 'recording'],
  ['voicemail', 'updated_by', 'user'],
  ['callback', 'contact_id', 'contact'],
  ['callback', 'call_id', 'call'],
  ['callback', 'voicemail_id', 'voicemail'],
  ['callback', 'phone_number_id', 'phone_number'],
  ['callback', 'flow_version_id', 'flow_version'],
  ['callback', 'created_by', 'user'],
];

const grants: Readonly<Record<string, string>> = {
  flow_suite: 'select, insert, update, delete',
  flow_live_change: 'select, insert',
  recording: 'select, insert, update',
  voicemail: 'select, insert, update',
  callback: 'select, insert, update',
};

const firstId = `'00000000-0000-0000-0000-000000000000'::uuid`;

const functions: readonly DefinerFunction[] = [
  {
    signature: 'sweep_inbound_due(int)',
    grantees: 'app_system',
    definition: `
      create function sweep_inbound_due(n int)
      returns table (org_id uuid, call_id uuid, provider text, provider_account text, provider_call_id text,
                     state text, flow_version_id uuid)
      stable as $$
        select c.org_id, c.id, c.provider, c.provider_account, c.provider_call_id, c.state, c.flow_version_id
          from call c
         where c.direction = 'inbound' and c.closed_at is null and c.deadline_at <= statement_timestamp()
         order by c.deadline_at
         limit n
      $$`,
  },
  {
    // Pages by id: pass the last id of the page before, the first time null.
    signature: 'open_inbound_calls(uuid, int)',
    grantees: 'app_system',
    definition: `
      create function open_inbound_calls(after uuid, n int)
      returns table (org_id uuid, call_id uuid, provider text, provider_account text, provider_call_id text,
                     state text, contact_id uuid, phone_number_id uuid, flow_version_id uuid, deadline_at timestamptz)
      stable as $$
        select c.org_id, c.id, c.provider, c.provider_account, c.provider_call_id, c.state, c.contact_id,
               c.phone_number_id, c.flow_version_id, c.deadline_at
          from call c
         where c.direction = 'inbound' and c.closed_at is null and c.id > coalesce(after, ${firstId})
         order by c.id
         limit n
      $$`,
  },
  {
    // Due for a minute, and no attempt at work: an open one has a deadline and a sweep of its own.
    signature: 'sweep_callbacks_due(int)',
    grantees: 'app_system',
    definition: `
      create function sweep_callbacks_due(n int) returns table (org_id uuid, callback_id uuid, state text, rule text)
      stable as $$
        select b.org_id, b.id, b.state,
               case b.state when 'scheduled' then 'callback_overdue' else 'callback_unfinished' end
          from callback b
         where b.state in ('scheduled', 'calling')
           and b.due_at <= rule_now() - interval '1 minute'
           and b.updated_at <= statement_timestamp() - interval '1 minute'
           and not exists (
             select from call_attempt a
              where a.org_id = b.org_id and a.intent_kind = 'callback' and a.intent_id = b.id and a.closed_at is null)
         order by b.due_at
         limit n
      $$`,
  },
  {
    signature: 'open_callbacks(uuid, int)',
    grantees: 'app_system',
    definition: `
      create function open_callbacks(after uuid, n int)
      returns table (org_id uuid, callback_id uuid, state text, due_at timestamptz, revision int)
      stable as $$
        select b.org_id, b.id, b.state, b.due_at, b.revision from callback b
         where b.state in ('scheduled', 'calling') and b.id > coalesce(after, ${firstId})
         order by b.id
         limit n
      $$`,
  },
  {
    // Hides what it returns for the lease, as claim_outbox does.
    signature: 'claim_recordings(int, double precision)',
    grantees: 'app_system',
    definition: `
      create function claim_recordings(n int, lease_seconds double precision)
      returns table (org_id uuid, recording_id uuid, tries int)
      volatile as $$
        with due as materialized (
          select r.org_id, r.id from recording r
           where r.state = 'available' and r.deleted_at is null and r.next_try_at <= statement_timestamp()
           order by r.next_try_at
           limit n
             for update skip locked
        )
        update recording r
           set tries = r.tries + 1, next_try_at = clock_timestamp() + make_interval(secs => lease_seconds)
          from due where r.org_id = due.org_id and r.id = due.id
        returning r.org_id, r.id, r.tries
      $$`,
  },
  {
    // Only what has its sound: before the fetch there is nothing to transcribe.
    signature: 'pending_transcriptions(int)',
    grantees: 'app_system',
    definition: `
      create function pending_transcriptions(n int)
      returns table (org_id uuid, voicemail_id uuid, recording_id uuid)
      stable as $$
        select v.org_id, v.id, v.recording_id
          from voicemail v join recording r on r.org_id = v.org_id and r.id = v.recording_id
         where v.transcript_state = 'pending' and v.deleted_at is null
           and r.state = 'fetched' and r.deleted_at is null
         order by v.id
         limit n
      $$`,
  },
];

const rules: TableRules = {
  foreignKeys,
  grants,
  appendOnly: ['flow_live_change'],
  definerGrants: { call: 'select', callback: 'select', voicemail: 'select', recording: 'select, update' },
  functions,
};

export class Migration20261121121200_inbound_call_rules extends Migration {
  override name = 'Migration20261121121200_inbound_call_rules';

  override up(): void {
    for (const sql of applyRules(rules)) this.addSql(sql);
  }

  override down(): void {
    for (const sql of undoRules(rules)) this.addSql(sql);
  }
}
