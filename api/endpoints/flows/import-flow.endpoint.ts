import { importedFlowSchema, importFlowSchema } from '../../../contracts/flow.schema.ts';
import { saveSuite } from '../../../db/flows/flow-suites.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { addFlow } from './add-flow.ts';
import { compileDraft } from './compile-draft.ts';
import { flowEtag, toFlowDetail } from './flow-row.ts';
import { readImport } from './read-import.ts';
import { refuseUnkeepable } from './refuse-document.ts';

const MAX_NAME_CHARS = 200;

/**
 * Makes a flow of a document from elsewhere, as a draft: an export of ours with its suites, a flow document, or a
 * Twilio Studio flow with a list of what has no counterpart. Faults and warnings are those of the draft as it is now.
 */
export const importFlow = defineEndpoint({
  id: 'importFlow',
  method: 'post',
  path: '/api/v1/ivr/flows/import',
  tag: 'ivr',
  summary: 'Import a flow, ours or of Twilio Studio',
  auth: 'user',
  idempotent: true,
  body: importFlowSchema,
  responses: {
    201: {
      description: 'The flow with its draft, and what was lost on the way.',
      schema: importedFlowSchema,
      headers: { Location: 'Its address.', ETag: 'Revision of the draft.' },
    },
  },
  errors: ['flow.import_unknown', 'flow.not_valid'],
  handle: async (context) => {
    const { inOrg, principal, body } = context;
    refuseUnkeepable(body.document);
    const read = readImport(body.document, body.language);
    const name = (body.name ?? read.name ?? '').trim().slice(0, MAX_NAME_CHARS) || 'Imported flow';
    const { row, compiled } = await inOrg(async (tx) => {
      const added = await addFlow(tx, principal, { name, document: read.document, requiresSuites: false });
      const owner = { orgId: principal.orgId, flowId: added.id, userId: principal.userId };
      for (const suite of read.suites) await saveSuite(tx, { ...owner, ...suite });
      const result = { row: added, compiled: await compileDraft(tx, added) };
      const detail = { source: read.source, suites: read.suites.length };
      await audited(context, tx, { action: 'flow.imported', target: { kind: 'flow', id: added.id }, detail });
      return result;
    });
    const { ok, warnings } = compiled;
    const { source, withoutCounterpart, notes } = read;
    const validation = { valid: ok, faults: ok ? [] : compiled.faults, warnings };
    return {
      status: 201,
      headers: { Location: `/api/v1/ivr/flows/${row.id}`, ETag: flowEtag(row) },
      body: { flow: toFlowDetail(row), source, withoutCounterpart, notes, ...validation },
    };
  },
});
