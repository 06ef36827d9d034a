import { Argument } from 'commander';
import { KEY_PROVIDERS, type KeyProvider } from '../../../../contracts/provider-key.schema.ts';
import type { CliCommand, ExitCode } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { renderFields, shortMoment } from '../../view/columns.ts';
import { defineShow } from '../../view/define-show.ts';
import { type OutputOptions, wholeNumber, withApiOptions, writeAnswer } from '../../view/output.ts';
import { declareThing } from '../../view/thing-argument.ts';
import { PROVIDER_KEY, providerKeyOf } from './name-provider-key.ts';
import { givenSecret, type ProviderKey, type SecretOptions, withSecretOptions } from './provider-secret.ts';

type Options = ApiOptions & OutputOptions & SecretOptions;

/** Stores a key of a provider; its secret is never an argument and never shown. */
export const providerKeysAdd: CliCommand = {
  noun: 'provider-keys',
  verb: 'add',
  summary: 'store one, encrypted, once its provider has not refused it; the secret is asked, or piped',
  examples: [
    'evercall provider-keys add openai --label default',
    'evercall provider-keys add twilio --account-sid AC… --secret-stdin < auth-token.txt',
    'evercall provider-keys add smtp --host mail.example.com --user calls@example.com',
  ],
  declare: (command, run) => {
    withSecretOptions(
      withApiOptions(
        command.addArgument(new Argument('<provider>', 'whose key it is').choices(KEY_PROVIDERS)),
      ),
    )
      .option('--label <text>', 'what people call it; "default" unless told')
      .action((provider: KeyProvider, options: Options & { label?: string }) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const given = await givenSecret(context, provider, options);
          const body = { ...given, ...(options.label !== undefined && { label: options.label }) };
          const key = await api.call(API.createProviderKey, { body });
          writeAnswer(context, options, key, () => renderKey(key));
          return 0;
        }),
      );
  },
};

/** Puts a new secret in the place of a key's old one. */
export const providerKeysRotate: CliCommand = {
  noun: 'provider-keys',
  verb: 'rotate',
  summary: 'put a new secret in the place of the old one, without a gap; it is asked, or piped',
  examples: ['evercall provider-keys rotate openai/default --secret-stdin < new-key.txt'],
  declare: (command, run) => {
    withSecretOptions(withApiOptions(declareThing(command, PROVIDER_KEY)))
      .option(
        '--keep-previous-seconds <n>',
        'how long the old one is taken too; 86400 unless told',
        wholeNumber,
      )
      .action((typed: string, options: Options & { keepPreviousSeconds?: number }) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const { id, provider } = await providerKeyOf(api, typed);
          const { keepPreviousSeconds } = options;
          const given = await givenSecret(context, provider, options);
          const body = { ...given, ...(keepPreviousSeconds !== undefined && { keepPreviousSeconds }) };
          const key = await api.call(API.rotateProviderKey, { params: { id }, body });
          writeAnswer(context, options, key, () => renderKey(key));
          return 0;
        }),
      );
  },
};

/** Has a provider asked whether it accepts a key. */
export const providerKeysValidate = defineShow({
  noun: 'provider-keys',
  verb: 'validate',
  summary: 'ask its provider whether it takes one; ends with 1 when not, 6 when it could not be asked',
  examples: ['evercall provider-keys validate twilio/default'],
  of: PROVIDER_KEY,
  operation: API.validateProviderKey,
  lines: renderKey,
  ends: endingOf,
});

/** Destroys a key. */
export const providerKeysRemove = defineShow({
  noun: 'provider-keys',
  verb: 'remove',
  summary: 'destroy one at once, the secret before it too',
  examples: ['evercall provider-keys remove openai/default'],
  of: PROVIDER_KEY,
  operation: API.revokeProviderKey,
  lines: (_, typed) => `${typed} is destroyed.`,
});

/** Silence says neither yes nor no: the result stays what it was, and the code says why. */
function endingOf({ validation }: ProviderKey): ExitCode {
  if (validation.result === 'invalid') return 1;
  return validation.result === 'unverified' || validation.code !== null ? 6 : 0;
}

function renderKey(key: ProviderKey): string {
  return renderFields({
    id: key.id,
    key: `${key.provider}/${key.label}`,
    masked: key.masked,
    state: key.state,
    version: key.version,
    validation: [key.validation.result, key.validation.code].filter(Boolean).join(' '),
    asked: shortMoment(key.validation.at),
    'secret before until': shortMoment(key.previousUntil),
  });
}
