import { z } from 'zod';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { flowExportSchema } from '../../../contracts/flow.schema.ts';
import { type FlowSuiteRow, suitesOf } from '../../../db/flows/flow-suites.ts';
import { versionByNumber } from '../../../db/flows/flow-versions.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flowById } from './flow-row.ts';

/** A flow as one document that another installation can import: the draft or a published version, with its suites. */
export const exportFlow = defineEndpoint({
  id: 'exportFlow',
  method: 'get',
  path: '/api/v1/ivr/flows/{id}/export',
  tag: 'ivr',
  summary: 'Export a flow as JSON',
  auth: 'user',
  params: idParamsSchema,
  query: z.object({
    version: z.coerce.number().int().min(1).optional().meta({ description: 'Left out: the draft.' }),
  }),
  responses: {
    200: {
      description: 'The flow with its suites.',
      schema: flowExportSchema,
      headers: { 'Content-Disposition': 'A file name.' },
    },
  },
  errors: ['flow.not_found', 'flow.version_not_found'],
  handle: async ({ inOrg, params, query }) => {
    const { version } = query;
    const body = await inOrg(async (tx) => {
      const flow = await flowById(tx, params.id);
      const { document } = version === undefined ? flow : await versionByNumber(tx, flow.id, version);
      return toExport(flow.name, document, await suitesOf(tx, flow.id));
    });
    const fileName = `${params.id}${version === undefined ? '' : `-v${version}`}.flow.json`;
    return {
      status: 200,
      headers: { 'Content-Disposition': `attachment; filename="${fileName}"` },
      body,
    };
  },
});

function toExport(
  name: string,
  document: Record<string, unknown>,
  suites: readonly FlowSuiteRow[],
): z.input<typeof flowExportSchema> {
  return {
    format: 'evercall.flow',
    formatVersion: 1,
    name,
    document,
    suites: suites.map((suite) => ({
      suiteId: suite.suite_id,
      name: suite.name,
      cases: suite.document.cases,
    })),
  };
}
