import type { CliCommand, CliContext } from '../../cli-command.types.ts';
import { CliFault } from '../../cli-fault.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';
import { flowIdOf } from './name-flow.ts';
import { type FlowFile, readFlowFile, writeFlowFile } from './flow-file.ts';

interface Options extends ApiOptions, OutputOptions {
  readonly flow?: string;
  readonly new?: boolean;
  readonly force?: boolean;
}

/** Saves a file as the draft of a flow; calls and published versions do not change. */
export const flowsPush: CliCommand = {
  noun: 'flows',
  verb: 'push',
  summary: 'save a file as the draft; refused (5) when the draft has changed since the pull',
  examples: [
    'evercall flows push 01a1fecd-bfa1-74ab-a32f-fe59079c884b.flow.json',
    'evercall flows push survey.flow.json --new',
    'evercall flows push survey.flow.json --flow Survey --force',
  ],
  declare: (command, run) => {
    withApiOptions(command.argument('<file>', 'pulled, or a flow document'))
      .option('--flow <flow>', 'by name or id; the one it was pulled from when left out')
      .option('--new', 'make a flow of it')
      .option('--force', 'overwrite whatever the draft is now')
      .action((file: string, options: Options) => run((context) => push(context, file, options)));
  },
};

async function push(context: CliContext, file: string, options: Options): Promise<0> {
  const { cwd } = context;
  const flow = await readFlowFile(cwd, file);
  const api = await openApi(context, options);
  const saved = options.new ? await create(api, flow) : await update(api, file, flow, options);
  for (const { suiteId, name, cases } of flow.suites)
    await api.call(API.saveFlowSuite, { params: { id: saved.flowId, suiteId }, body: { name, cases } });
  // What was pushed is what the next push starts from; a document of your own stays as it is.
  if (flow.pulledFrom)
    await writeFlowFile(cwd, file, { ...flow, pulledFrom: { flowId: saved.flowId, etag: saved.etag } });
  const answer = { flowId: saved.flowId, draftRevision: saved.draftRevision, suites: flow.suites.length };
  writeAnswer(context, options, answer, () =>
    [
      `${flow.name} is saved as revision ${saved.draftRevision} of the draft.`,
      `To publish it: evercall flows publish ${saved.flowId}`,
    ].join('\n'),
  );
  return 0;
}

interface Saved {
  readonly flowId: string;
  readonly etag: string;
  readonly draftRevision: number;
}

async function create(api: ApiClient, { name, document }: FlowFile): Promise<Saved> {
  const { answer, headers } = await api.callWithHeaders(API.createFlow, { body: { name, document } });
  return { flowId: answer.id, draftRevision: answer.draftRevision, etag: headers.get('etag') ?? '*' };
}

async function update(api: ApiClient, file: string, flow: FlowFile, options: Options): Promise<Saved> {
  const { pulledFrom } = flow;
  const named = options.flow && (await flowIdOf(api, options.flow));
  const flowId = named ?? pulledFrom?.flowId;
  if (flowId === undefined)
    throw new CliFault(`${file} was not pulled; say which flow with --flow, or --new.`);
  if (pulledFrom?.flowId !== flowId && !options.force)
    throw new CliFault(`${file} was not pulled from this flow; --force overwrites its draft.`);
  const etag = options.force ? '*' : (pulledFrom?.etag ?? '*');
  const { answer, headers } = await api.callWithHeaders(API.updateFlow, {
    params: { id: flowId },
    body: { name: flow.name, document: flow.document },
    headers: { 'if-match': etag },
  });
  return { flowId, draftRevision: answer.draftRevision, etag: headers.get('etag') ?? '*' };
}
