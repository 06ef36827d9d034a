import { type Command, Option } from 'commander';
import type { CliCommand } from '../../cli-command.types.ts';
import { CliFault } from '../../cli-fault.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { renderTable } from '../../view/columns.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';
import { idOf } from '../find-by-name.ts';
import { flowIdOf } from '../flows/name-flow.ts';

interface SettingOptions extends ApiOptions, OutputOptions {
  readonly flow?: string;
  readonly language?: 'en' | 'es' | 'cs';
  readonly label?: string;
  readonly callerId?: boolean;
}

/** Has the carrier send the calls of a number here. */
export const numbersAttach: CliCommand = {
  noun: 'numbers',
  verb: 'attach',
  summary: 'have the carrier send the calls of a number here; mends drift, safe to repeat',
  examples: ['evercall numbers attach +12025550100 --flow Office --label "Front desk"'],
  declare: (command, run) => {
    withSettings(command.argument('<number>', 'E.164; the carrier account must have it'))
      .option('--account <id>', 'carrier account, where there are several')
      .action((number: string, options: SettingOptions & { account?: string }) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const account = options.account === undefined ? {} : { carrierAccountId: options.account };
          const body = { number, ...account, ...(await settingsOf(api, options)) };
          const attached = await api.call(API.attachPhoneNumber, { body });
          writeAnswer(
            context,
            options,
            attached,
            () => `${number} is ${attached.attachment} (${attached.id}).`,
          );
          return 0;
        }),
      );
  },
};

/** Changes what answers a number. */
export const numbersUpdate: CliCommand = {
  noun: 'numbers',
  verb: 'update',
  summary: 'change flow, language, label or caller-id pool; in force with the next call',
  examples: ['evercall numbers update +12025550100 --flow "Office" --language cs'],
  declare: (command, run) => {
    withSettings(command.argument('<number>', 'E.164 or id')).action(
      (number: string, options: SettingOptions) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const body = await settingsOf(api, options);
          if (Object.keys(body).length === 0) throw new CliFault('Say what to change; see --help.');
          const id = await idOf(api, API.listPhoneNumbers, number, ['number', (one) => one.number]);
          const changed = await api.call(API.updatePhoneNumber, { params: { id }, body });
          writeAnswer(context, options, changed, () => `${changed.number} is changed.`);
          return 0;
        }),
    );
  },
};

/** Reads which numbers the carrier accounts hold. */
export const numbersSync: CliCommand = {
  noun: 'numbers',
  verb: 'sync',
  summary: 'read which numbers the carrier accounts hold; attaches none',
  examples: ['evercall numbers sync'],
  declare: (command, run) => {
    withApiOptions(command).action((options: ApiOptions & OutputOptions) =>
      run(async (context) => {
        const api = await openApi(context, options);
        const { accounts } = await api.call(API.syncPhoneNumbers, { body: {} });
        const rows = accounts.flatMap(({ numbers, ...account }) =>
          numbers.map((number) => ({ ...account, ...number })),
        );
        const unread = accounts.filter(({ state }) => state !== 'read');
        writeAnswer(context, options, { accounts }, () =>
          [
            renderTable(rows, {
              number: ({ number }) => number,
              label: ({ label }) => label,
              attachment: ({ attachment }) => attachment,
              drift: ({ drift }) => drift,
              account: ({ carrierAccountId }) => carrierAccountId,
            }),
            ...unread.map(({ carrierAccountId, state }) => `account ${carrierAccountId}: ${state}`),
          ].join('\n'),
        );
        return unread.length > 0 ? 1 : 0;
      }),
    );
  },
};

function withSettings(command: Command): Command {
  return withApiOptions(command)
    .option('--flow <flow>', 'what answers it, by name or id; none: nothing')
    .addOption(new Option('--language <language>', 'it is answered in').choices(['en', 'es', 'cs']))
    .option('--label <text>', 'what people call it')
    .option('--caller-id', 'campaigns may call from it')
    .option('--no-caller-id', 'campaigns may not');
}

async function settingsOf(api: ApiClient, { flow, language, label, callerId }: SettingOptions) {
  return {
    ...(flow !== undefined && {
      flowId: flow === 'none' ? null : await flowIdOf(api, flow),
    }),
    ...(language !== undefined && { language }),
    ...(label !== undefined && { label }),
    ...(callerId !== undefined && { inCallerIdPool: callerId }),
  };
}
