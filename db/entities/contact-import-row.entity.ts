import { defineEntity, p } from '@mikro-orm/postgresql';
import { orgId, tenantRows } from './columns.ts';

const ContactImportRowSchema = defineEntity({
  name: 'ContactImportRow',
  ...tenantRows,
  properties: {
    orgId: orgId(),
    importId: p.uuid().primary(),
    lineNo: p.integer().primary(),
    code: p.text(),
    /** One sentence; holds no personal data. */
    reason: p.text(),
  },
});

/** A rejected or duplicate line of an import; accepted ones leave none. */
export class ContactImportRow extends ContactImportRowSchema.class {}
ContactImportRowSchema.setClass(ContactImportRow);
