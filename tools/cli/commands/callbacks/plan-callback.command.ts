import type { CliCommand } from '../../cli-command.types.ts';
import { CliFault } from '../../cli-fault.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { renderFields, shortMoment } from '../../view/columns.ts';
import { moment, type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';
import { idOf } from '../find-by-name.ts';
import { flowIdOf } from '../flows/name-flow.ts';

interface CreateOptions extends ApiOptions, OutputOptions {
  readonly to?: string;
  readonly contact?: string;
  readonly from: string;
  readonly flow?: string;
  readonly at?: string;
  readonly note?: string;
}

/** Promises somebody a call. */
export const callbacksCreate: CliCommand = {
  noun: 'callbacks',
  verb: 'create',
  summary: 'promise somebody a call: one, in their hours, by the rules of every call',
  examples: [
    'evercall callbacks create --to +12125550142 --from +12025550100',
    'evercall callbacks create --contact ID --from +12025550100 --flow "Office" --at 2026-12-01T09:00:00Z',
  ],
  declare: (command, run) => {
    withApiOptions(command)
      .option('--to <number>', 'whom to call, E.164')
      .option('--contact <id>', 'whom to call, instead of --to')
      .requiredOption('--from <number>', 'our number to call from, E.164 or id')
      .option('--flow <flow>', 'what they hear, by name or id; the number’s own flow when left out')
      .option('--at <moment>', 'not before it (rule time); now when left out', moment)
      .option('--note <text>', 'kept with it')
      .action((options: CreateOptions) =>
        run(async (context) => {
          const { to, contact, flow, at, note } = options;
          if ((to === undefined) === (contact === undefined))
            throw new CliFault('Give either --to or --contact.');
          const api = await openApi(context, options);
          const phoneNumberId = await idOf(api, API.listPhoneNumbers, options.from, [
            'number',
            ({ number }) => number,
          ]);
          const callback = await api.call(API.createCallback, {
            body: {
              phoneNumberId,
              ...(contact === undefined ? { number: to } : { contactId: contact }),
              ...(flow !== undefined && {
                flowId: await flowIdOf(api, flow),
              }),
              ...(at !== undefined && { dueAt: at }),
              ...(note !== undefined && { note }),
            },
          });
          writeAnswer(context, options, callback, () =>
            renderFields({
              id: callback.id,
              state: callback.state,
              due: shortMoment(callback.dueAt),
              zone: callback.zone,
            }),
          );
          return 0;
        }),
      );
  },
};

interface MoveOptions extends ApiOptions, OutputOptions {
  readonly to?: string;
  readonly now?: boolean;
}

/** Moves a callback that has not begun to ring. */
export const callbacksMove: CliCommand = {
  noun: 'callbacks',
  verb: 'move',
  summary: 'move one that has not begun to ring; in force when this ends',
  examples: ['evercall callbacks move ID --to 2026-12-01T09:00:00Z', 'evercall callbacks move ID --now'],
  declare: (command, run) => {
    withApiOptions(command.argument('<id>', 'id of the callback'))
      .option('--to <moment>', 'its new time (rule time)', moment)
      .option('--now', 'as soon as the rules allow')
      .action((id: string, options: MoveOptions) =>
        run(async (context) => {
          if ((options.to === undefined) === (options.now === undefined))
            throw new CliFault('Give either --to or --now.');
          const api = await openApi(context, options);
          const body = { dueAt: options.to ?? null };
          const callback = await api.call(API.rescheduleCallback, { params: { id }, body });
          writeAnswer(
            context,
            options,
            callback,
            () => `The callback is ${callback.state}, due ${shortMoment(callback.dueAt)}.`,
          );
          return 0;
        }),
      );
  },
};
