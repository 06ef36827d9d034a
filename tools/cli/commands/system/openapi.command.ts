import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { anonymousApi, type ApiOptions } from '../../session/open-api.ts';

/** The OpenAPI document of the API. */
export const openapi: CliCommand = {
  noun: null,
  verb: 'openapi',
  summary: 'the OpenAPI 3.1 document of the API, as JSON',
  examples: ['evercall openapi --file evercall.openapi.json', 'evercall openapi | jq .paths'],
  declare: (command, run) => {
    command
      .option('--api-url <url>', 'the API; else EVERCALL_API_URL, else that of the last login')
      .option('--file <file>', 'where to; the standard output when left out')
      .action((options: ApiOptions & { file?: string }) =>
        run(async (context) => {
          const api = await anonymousApi(context, options);
          const text = JSON.stringify(await api.call(API.openApi, {}), null, 2);
          if (options.file === undefined) context.out(text);
          else await writeFile(resolve(context.cwd, options.file), `${text}\n`);
          return 0;
        }),
      );
  },
};
