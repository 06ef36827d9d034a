import { Option } from 'commander';
import { VOICEMAIL_STATES } from '../../../../contracts/voicemail.schema.ts';
import { API } from '../../client/operations.ts';
import type { ApiOptions } from '../../session/open-api.ts';
import { renderFields, shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { defineShow } from '../../view/define-show.ts';
import { moment, type OutputOptions } from '../../view/output.ts';

interface ListOptions extends ApiOptions, OutputOptions {
  readonly limit: number;
  readonly state?: string;
  readonly caller?: string;
  readonly since?: string;
  readonly until?: string;
}

/** Voicemail, newest first. */
export const voicemailList = defineList({
  noun: 'voicemail',
  summary: 'list voicemail, newest first',
  examples: ['evercall voicemail list --state new'],
  operation: API.listVoicemail,
  filters: (command) =>
    command
      .addOption(new Option('--state <state>', 'only those in it').choices(VOICEMAIL_STATES))
      .option('--caller <number>', 'only those of the number, E.164')
      .option('--since <moment>', 'left at or after it', moment)
      .option('--until <moment>', 'left before it', moment),
  query: ({ state, caller, since, until }: ListOptions) => ({ state, caller, from: since, to: until }),
  columns: {
    id: ({ id }) => id,
    from: ({ from }) => from,
    state: ({ state }) => state,
    seconds: ({ durationSeconds }) => durationSeconds,
    left: ({ createdAt }) => shortMoment(createdAt),
    transcript: ({ transcript, transcriptState }) => transcript ?? `(${transcriptState})`,
  },
});

/** One message. */
export const voicemailShow = defineShow({
  noun: 'voicemail',
  verb: 'show',
  summary: 'one message with its transcript and where its sound is',
  examples: ['evercall voicemail show 01a1fecd-bf07-78f4-9dab-6e73e9cb2b6b'],
  of: 'voicemail',
  operation: API.getVoicemail,
  lines: ({ createdAt, updatedAt, ...voicemail }) =>
    renderFields({ ...voicemail, left: shortMoment(createdAt), updated: shortMoment(updatedAt) }),
});
