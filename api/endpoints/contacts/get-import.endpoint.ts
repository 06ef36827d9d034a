import { idParamsSchema, pageQuerySchema } from '../../../contracts/common.schema.ts';
import { importPageSchema, importRowSchema } from '../../../contracts/contact.schema.ts';
import { fieldsOf, sparseArraySchema } from '../../../contracts/list.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { numberCursorKey, readCursor, toPage } from '../../http/cursor.ts';
import { pickFields } from '../../http/pick-fields.ts';
import { importById, toImport } from './import-row.ts';

interface RefusedRow {
  line_no: number;
  code: string;
  reason: string;
}

const documented = importPageSchema.extend({ rows: sparseArraySchema(importRowSchema) });

/** An import's progress with one page of the rows that were not taken, by line. */
export const getImport = defineEndpoint({
  id: 'getImport',
  method: 'get',
  path: '/api/v1/contacts/imports/{id}',
  tag: 'contacts',
  summary: 'An import’s progress and its rejected rows with reasons',
  auth: 'user',
  params: idParamsSchema,
  query: pageQuerySchema.extend(fieldsOf(importRowSchema)),
  responses: {
    200: { description: 'Progress and a page of rows, by line.', schema: importPageSchema, documented },
  },
  errors: ['import.not_found'],
  handle: async ({ inOrg, params, query }) => {
    const after = readCursor(query.cursor, numberCursorKey);
    const body = await inOrg(async (tx) => {
      const row = await importById(tx, params.id);
      const refused = await tx.query<RefusedRow>(
        `SELECT line_no, code, reason FROM contact_import_row
         WHERE import_id = $1 AND line_no > $2 ORDER BY line_no LIMIT $3`,
        [params.id, after ?? 0, query.limit + 1],
      );
      const page = toPage(
        refused.rows,
        query.limit,
        (one) => one.line_no,
        ({ line_no, code, reason }) => ({ line: line_no, code, reason }),
      );
      return { import: toImport(row), rows: page.data, nextCursor: page.nextCursor };
    });
    return { status: 200, body };
  },
  present: pickFields('rows'),
});
