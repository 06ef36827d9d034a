import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const ContactImportSchema = defineEntity({
  name: 'ContactImport',
  ...tenantRows,
  uniques: [{ name: 'contact_import_file_key', properties: ['orgId', 'callListId', 'fileSha256'] }],
  indexes: [{ name: 'contact_import_pending', properties: ['id'], where: `state in ('queued', 'running')` }],
  properties: {
    orgId: orgId(),
    id: id(),
    callListId: p.uuid(),
    state: p.enum(['queued', 'running', 'completed', 'failed']).default('queued'),
    fileName: p.text(),
    /** Path under the data directory; kept until the import is done. */
    filePath: p.text(),
    /** Lower-case hex. */
    fileSha256: p.text().fieldName('file_sha256'),
    byteSize: p.bigint('number'),
    /** First byte not yet taken in; committed with the rows before it. */
    byteOffset: p.bigint('number').default(0),
    /** Last line taken in, the header being line 1. */
    lineNo: p.integer().default(0),
    accepted: p.integer().default(0),
    rejected: p.integer().default(0),
    duplicates: p.integer().default(0),
    suppressed: p.integer().default(0),
    errorCode: p.text().nullable(),
    source: p.text(),
    /** ISO 3166-1 alpha-2, for numbers without a country code. */
    defaultCountry: p.text(),
    createdBy: p.uuid().nullable(),
    createdAt: now(),
    finishedAt: moment().nullable(),
  },
});

/** One uploaded file on its way into a call list; the same file is imported into a list once. */
export class ContactImport extends ContactImportSchema.class {}
ContactImportSchema.setClass(ContactImport);
