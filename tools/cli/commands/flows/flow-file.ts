import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { flowDocumentSchema, flowExportSchema } from '../../../../contracts/flow.schema.ts';
import { CliFault } from '../../cli-fault.ts';
import { readJsonFile } from '../../read-json-file.ts';

/** A flow in a file: an export of the API, with the draft that it was pulled from. */
const flowFileSchema = flowExportSchema.extend({
  /** Which draft, and its ETag at that time: a push refuses to overwrite another one. */
  pulledFrom: z.object({ flowId: z.string(), etag: z.string() }).optional(),
});

/** A flow in a file. */
export type FlowFile = z.output<typeof flowFileSchema>;

/** Reads a flow file; a flow document alone is taken as one without suites. Throws `CliFault` when it is neither. */
export async function readFlowFile(cwd: string, file: string): Promise<FlowFile> {
  const content = await readJsonFile(cwd, file);
  const whole = flowFileSchema.safeParse(content);
  if (whole.success) return whole.data;
  const document = flowDocumentSchema.safeParse(content);
  const isDocument = document.success && 'nodes' in document.data;
  if (!isDocument) throw new CliFault(`${file}: neither a flow document nor an export of one`);
  const { name } = document.data;
  return {
    format: 'evercall.flow',
    formatVersion: 1,
    name: typeof name === 'string' && name !== '' ? name : file,
    document: document.data,
    suites: [],
  };
}

/** Writes a flow file. */
export async function writeFlowFile(cwd: string, file: string, flow: FlowFile): Promise<void> {
  await writeFile(resolve(cwd, file), `${JSON.stringify(flow, null, 2)}\n`);
}
