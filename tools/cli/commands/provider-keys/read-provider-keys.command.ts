import { InvalidArgumentError, Option } from 'commander';
import { KEY_PROVIDERS } from '../../../../contracts/provider-key.schema.ts';
import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { type Columns, renderTable, shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';
import { declareThing, thingId } from '../../view/thing-argument.ts';
import { PROVIDER_KEY } from './name-provider-key.ts';

const MICROS = 1_000_000;

interface ListOptions extends ApiOptions, OutputOptions {
  readonly limit: number;
  readonly provider?: string;
  readonly state?: string;
}

/** Provider keys, newest first, masked; revoked ones only when they are asked for. */
export const providerKeysList = defineList({
  noun: 'provider-keys',
  summary: 'list provider keys, newest first; masked, never their secrets',
  examples: ['evercall provider-keys list --provider twilio'],
  operation: API.listProviderKeys,
  filters: (command) =>
    command
      .addOption(new Option('--provider <provider>', 'only those of it').choices(KEY_PROVIDERS))
      .addOption(new Option('--state <state>', 'only those in it').choices(['active', 'invalid', 'revoked'])),
  query: ({ provider, state }: ListOptions) => ({ provider, state }),
  columns: {
    id: ({ id }) => id,
    key: ({ provider, label }) => `${provider}/${label}`,
    masked: ({ masked }) => masked,
    state: ({ state }) => state,
    validation: ({ validation }) => [validation.result, validation.code].filter(Boolean).join(' '),
    version: ({ version }) => version,
    used: ({ useCount }) => useCount,
    'last used': ({ lastUsedAt }) => shortMoment(lastUsedAt),
  },
});

type Amounts = Readonly<Record<'requests' | 'failures' | 'tokens' | 'seconds' | 'costMicros', number>>;

const USAGE: Columns<Amounts & { day: string }> = {
  day: ({ day }) => day,
  requests: ({ requests }) => requests,
  failures: ({ failures }) => failures,
  tokens: ({ tokens }) => tokens,
  seconds: ({ seconds }) => seconds,
  cost: ({ costMicros }) => (costMicros / MICROS).toFixed(4),
};

/** What a key was used for, by day. */
export const providerKeysUsage: CliCommand = {
  noun: 'provider-keys',
  verb: 'usage',
  summary: 'what one was used for by day, UTC; the last thirty days unless told',
  examples: ['evercall provider-keys usage openai/default --from 2026-11-01 --to 2026-11-30'],
  declare: (command, run) => {
    withApiOptions(declareThing(command, PROVIDER_KEY))
      .option('--from <day>', 'first day', day)
      .option('--to <day>', 'last day, today unless told', day)
      .action((typed: string, options: ApiOptions & OutputOptions & { from?: string; to?: string }) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const id = await thingId(api, PROVIDER_KEY, typed);
          const { from, to } = options;
          const usage = await api.call(API.getProviderKeyUsage, { params: { id }, query: { from, to } });
          writeAnswer(context, options, usage, () =>
            renderTable([...usage.days, { day: 'total', ...usage.total }], USAGE),
          );
          return 0;
        }),
      );
  },
};

function day(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw new InvalidArgumentError('It is a day, such as 2026-11-21.');
  return text;
}
