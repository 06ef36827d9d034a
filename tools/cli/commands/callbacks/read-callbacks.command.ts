import { Option } from 'commander';
import { CALLBACK_STATES } from '../../../../contracts/callback.schema.ts';
import { API } from '../../client/operations.ts';
import type { ApiOptions } from '../../session/open-api.ts';
import { renderFields, shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { defineShow } from '../../view/define-show.ts';
import type { OutputOptions } from '../../view/output.ts';

interface ListOptions extends ApiOptions, OutputOptions {
  readonly limit: number;
  readonly state?: string;
  readonly contact?: string;
}

/** Callbacks, newest first. */
export const callbacksList = defineList({
  noun: 'callbacks',
  summary: 'list callbacks, newest first',
  examples: ['evercall callbacks list --state scheduled'],
  operation: API.listCallbacks,
  filters: (command) =>
    command
      .addOption(new Option('--state <state>', 'only those in it').choices(CALLBACK_STATES))
      .option('--contact <id>', 'only those to the contact'),
  query: ({ state, contact }: ListOptions) => ({ state, contactId: contact }),
  columns: {
    id: ({ id }) => id,
    state: ({ state }) => state,
    due: ({ dueAt }) => shortMoment(dueAt),
    zone: ({ zone }) => zone,
    origin: ({ origin }) => origin,
    outcome: ({ outcome }) => outcome,
    reason: ({ reason }) => reason,
  },
});

/** One callback with what its run does. */
export const callbacksShow = defineShow({
  noun: 'callbacks',
  verb: 'show',
  summary: 'one callback with what its run does',
  examples: ['evercall callbacks show 01a1fecd-bf07-78f4-9dab-6e73e9cb2b6b'],
  of: 'callback',
  operation: API.getCallback,
  lines: ({ run, dueAt, createdAt, updatedAt, finishedAt, ...callback }) =>
    renderFields({
      ...callback,
      due: shortMoment(dueAt),
      run: run && [run.phase, shortMoment(run.waitUntil)].filter(Boolean).join(' until '),
      created: shortMoment(createdAt),
      updated: shortMoment(updatedAt),
      finished: shortMoment(finishedAt),
    }),
});

/** Cancels a callback before it rings. */
export const callbacksCancel = defineShow({
  noun: 'callbacks',
  verb: 'cancel',
  summary: 'cancel one before it rings; in force when this ends',
  examples: ['evercall callbacks cancel 01a1fecd-bf07-78f4-9dab-6e73e9cb2b6b'],
  of: 'callback',
  operation: API.cancelCallback,
  lines: ({ state }) => `The callback is ${state}.`,
});
