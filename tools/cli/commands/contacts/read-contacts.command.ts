import type { z } from 'zod';
import type { contactWhySchema } from '../../../../contracts/compliance.schema.ts';
import { API } from '../../client/operations.ts';
import type { ApiOptions } from '../../session/open-api.ts';
import { renderFields, renderTable, shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { defineShow } from '../../view/define-show.ts';
import type { OutputOptions } from '../../view/output.ts';

interface ListOptions extends ApiOptions, OutputOptions {
  readonly limit: number;
  readonly list?: string;
  readonly phone?: string;
  readonly externalId?: string;
}

/** Contacts, newest first. */
export const contactsList = defineList({
  noun: 'contacts',
  summary: 'list contacts, newest first',
  examples: ['evercall contacts list --phone +12125550123', 'evercall contacts list --all --output json'],
  operation: API.listContacts,
  filters: (command) =>
    command
      .option('--list <id>', 'only those on the call list')
      .option('--phone <number>', 'only this number, E.164')
      .option('--external-id <id>', 'only who has this id of yours'),
  query: ({ list, phone, externalId }: ListOptions) => ({ listId: list, phone, externalId }),
  columns: {
    id: ({ id }) => id,
    phone: ({ phone }) => phone,
    name: ({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(' '),
    language: ({ language }) => language,
    zone: ({ zone }) => zone,
    country: ({ country }) => country,
    'your id': ({ externalId }) => externalId,
  },
});

/** One contact with all that is kept of it. */
export const contactsShow = defineShow({
  noun: 'contacts',
  verb: 'show',
  summary: 'one contact with all that is kept of it',
  examples: ['evercall contacts show 01a1fecd-bf07-78f4-9dab-6e73e9cb2b6b'],
  of: 'contact',
  operation: API.getContact,
  lines: ({ attributes, createdAt, updatedAt, ...contact }) =>
    renderFields({
      ...contact,
      ...Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [`attributes.${name}`, String(value)]),
      ),
      created: shortMoment(createdAt),
      updated: shortMoment(updatedAt),
    }),
});

/** Why a contact was, or was not, called. */
export const contactsWhy = defineShow({
  noun: 'contacts',
  verb: 'why',
  summary: 'why it was, or was not, called: every gate in order',
  examples: ['evercall contacts why 01a1fecd-bf07-78f4-9dab-6e73e9cb2b6b'],
  of: 'contact',
  operation: API.explainContact,
  lines: renderWhy,
});

function renderWhy({
  suppressed,
  campaigns,
  decisions,
  nextCursor,
}: z.output<typeof contactWhySchema>): string {
  const standing = renderTable(campaigns, {
    campaign: ({ campaignName }) => campaignName,
    state: ({ campaignState }) => campaignState,
    contact: ({ state }) => state,
    outcome: ({ outcome }) => outcome,
    reason: ({ reason }) => reason,
    attempts: ({ attemptsMade }) => attemptsMade,
    next: ({ nextAt }) => shortMoment(nextAt),
  });
  const gates = decisions.map(({ ruleAt, verdict, gates: all, rulepackVersion, attemptId }) =>
    [
      `${shortMoment(ruleAt)}  ${verdict}  rules ${rulepackVersion}  attempt ${attemptId}`,
      ...all.map(
        ({ passed, gate, code, detail }) => `  ${passed ? 'ok' : 'NO'}  ${gate}  ${code}  ${detail}`,
      ),
    ].join('\n'),
  );
  return [
    ...suppressed.map(
      ({ scope, source, at }) => `On the do-not-call list since ${shortMoment(at)}: ${scope}, from ${source}`,
    ),
    `Campaigns\n${standing}`,
    decisions.length === 0 ? 'No dial was ever decided on.' : `Decisions, newest first\n${gates.join('\n')}`,
    ...(nextCursor === null ? [] : ['There are older decisions; the API has them all.']),
  ].join('\n\n');
}
