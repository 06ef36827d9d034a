import type { CliCommand, CliContext, ExitCode } from '../../cli-command.types.ts';
import { CliFault } from '../../cli-fault.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';
import { isId } from '../find-by-name.ts';
import { followImport, renderProgress } from './follow-import.ts';
import { openUpload } from './upload-file.ts';

interface Options extends ApiOptions, OutputOptions {
  readonly list: string;
  readonly source: string;
  readonly country?: string;
  readonly detach?: boolean;
}

/** Uploads a CSV and follows its import; repeated after a break it takes up the same import, nobody comes in twice. */
export const contactsImport: CliCommand = {
  noun: 'contacts',
  verb: 'import',
  summary: 'import a CSV, with progress; repeat it after a break and it takes up the same import',
  examples: [
    'evercall contacts import patients.csv --list Patients --source "existing patients"',
    'evercall contacts import patients.csv --list Patients --source desk --country CZ --detach',
  ],
  declare: (command, run) => {
    withApiOptions(command.argument('<file>', 'CSV with a header; see examples/README.md'))
      .requiredOption('--list <list>', 'call list by name, made when there is none, or by id')
      .requiredOption('--source <text>', 'where the numbers come from; the law asks for it')
      .option('--country <code>', 'of numbers without a country code, such as CZ; US unless told')
      .option('--detach', 'end once the file is there; the import goes on')
      .action((file: string, options: Options) => run((context) => importFile(context, file, options)));
  },
};

/** Follows an import that was begun before. */
export const contactsFollow: CliCommand = {
  noun: 'contacts',
  verb: 'follow',
  summary: 'follow an import that was begun before',
  examples: ['evercall contacts follow 01a1fecd-bf07-78f4-9dab-6e73e9cb2b6b'],
  declare: (command, run) => {
    withApiOptions(command.argument('<id>', 'id of the import')).action(
      (id: string, options: ApiOptions & OutputOptions) =>
        run(async (context) => followImport(context, await openApi(context, options), id, options)),
    );
  },
};

async function importFile(context: CliContext, file: string, options: Options): Promise<ExitCode> {
  const api = await openApi(context, options);
  const begun = await upload(context, api, file, options);
  if (!options.detach) return followImport(context, api, begun.id, options);
  writeAnswer(
    context,
    options,
    begun,
    () => `Import ${begun.id} is ${begun.state}.\nTo follow it: evercall contacts follow ${begun.id}`,
  );
  return 0;
}

async function upload({ cwd, live, signal }: CliContext, api: ApiClient, file: string, options: Options) {
  const { list, source, country: defaultCountry } = options;
  const target = isId(list) ? { listId: list } : { listName: list };
  const fields = { ...target, source, defaultCountry };
  let bytesTotal = 0;
  const opened = await openUpload(cwd, file, fields, (done) =>
    live?.show(renderProgress('sending', done, bytesTotal, `${(done / 1e6).toFixed(1)} MB`)),
  );
  bytesTotal = opened.bytesTotal;
  try {
    return await api.send(API.importContacts, opened.request);
  } catch (error) {
    if (error instanceof CliFault && error.exitCode === 6 && !signal.aborted)
      throw new CliFault(
        `${error.message}\n  Repeat the command: what came in already does not come in twice.`,
        6,
      );
    throw error;
  } finally {
    live?.done();
  }
}
