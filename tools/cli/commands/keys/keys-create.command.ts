import { InvalidArgumentError, Option } from 'commander';
import type { z } from 'zod';
import { type createApiKeySchema, scopeSchema } from '../../../../contracts/api-key.schema.ts';
import { ROLES, type Role } from '../../../../contracts/auth.schema.ts';
import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { renderFields, shortMoment } from '../../view/columns.ts';
import { type OutputOptions, positiveNumber, withApiOptions, writeAnswer } from '../../view/output.ts';

type Scope = z.input<typeof createApiKeySchema>['scopes'][number];

interface Options extends ApiOptions, OutputOptions {
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope[];
  readonly expiresInDays?: number;
  readonly neverExpires?: boolean;
}

/** Makes an API key; its secret is shown this once. */
export const keysCreate: CliCommand = {
  noun: 'keys',
  verb: 'create',
  summary: 'make an API key; its secret is shown this once',
  examples: ['evercall keys create --name "CRM sync" --scope contacts:read --scope campaigns:read'],
  declare: (command, run) => {
    withApiOptions(command)
      .requiredOption('--name <name>', 'what people call it')
      .requiredOption('--scope <scope>', 'GROUP:read or GROUP:write; may be repeated', scope)
      .addOption(new Option('--role <role>', 'what it may do at most').choices(ROLES).default('agent'))
      .option('--expires-in-days <n>', 'its life; 365 unless told', positiveNumber)
      .option('--never-expires', 'it has no end')
      .action((options: Options) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const { name, role, scope: scopes, expiresInDays, neverExpires: isEndless = false } = options;
          const life = isEndless
            ? { expiresInDays: null }
            : expiresInDays === undefined
              ? {}
              : { expiresInDays };
          const key = await api.call(API.createApiKey, { body: { name, role, scopes, ...life } });
          writeAnswer(context, options, key, () =>
            [
              renderFields({
                id: key.id,
                name: key.name,
                role: key.role,
                expires: shortMoment(key.expiresAt),
                key: key.key,
              }),
              'It is not shown again. To use it here: export EVERCALL_API_KEY=…',
            ].join('\n'),
          );
          return 0;
        }),
      );
  },
};

function scope(text: string, known: Scope[] = []): Scope[] {
  const parsed = scopeSchema.safeParse(text);
  if (!parsed.success)
    throw new InvalidArgumentError('It is GROUP:read or GROUP:write, such as contacts:read.');
  return [...known, parsed.data];
}
