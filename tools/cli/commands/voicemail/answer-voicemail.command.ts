import { Argument } from 'commander';
import { VOICEMAIL_STATES } from '../../../../contracts/voicemail.schema.ts';
import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { shortMoment } from '../../view/columns.ts';
import { moment, type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';

/** Files a message. */
export const voicemailMark: CliCommand = {
  noun: 'voicemail',
  verb: 'mark',
  summary: 'say that a message is new, read or archived',
  examples: ['evercall voicemail mark 01a1fecd-bf07-78f4-9dab-6e73e9cb2b6b read'],
  declare: (command, run) => {
    withApiOptions(command.argument('<id>', 'id of the voicemail'))
      .addArgument(new Argument('<state>', 'its new state').choices(VOICEMAIL_STATES))
      .action((id: string, state: (typeof VOICEMAIL_STATES)[number], options: ApiOptions & OutputOptions) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const marked = await api.call(API.updateVoicemail, { params: { id }, body: { state } });
          writeAnswer(context, options, marked, () => `The voicemail is ${marked.state}.`);
          return 0;
        }),
      );
  },
};

/** Promises whoever left a message a call. */
export const voicemailCallback: CliCommand = {
  noun: 'voicemail',
  verb: 'callback',
  summary: 'promise whoever left it a call; repeated, they are rung once',
  examples: ['evercall voicemail callback 01a1fecd-bf07-78f4-9dab-6e73e9cb2b6b --at 2026-12-01T09:00:00Z'],
  declare: (command, run) => {
    withApiOptions(command.argument('<id>', 'id of the voicemail'))
      .option('--at <moment>', 'not before it (rule time); now when left out', moment)
      .option('--note <text>', 'kept with it')
      .action((id: string, options: ApiOptions & OutputOptions & { at?: string; note?: string }) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const { at, note } = options;
          const body = { ...(at !== undefined && { dueAt: at }), ...(note !== undefined && { note }) };
          const promised = await api.call(API.callVoicemailBack, { params: { id }, body });
          writeAnswer(
            context,
            options,
            promised,
            () => `Callback ${promised.callbackId} is ${promised.state}, due ${shortMoment(promised.dueAt)}.`,
          );
          return 0;
        }),
      );
  },
};
