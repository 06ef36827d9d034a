import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now } from './columns.ts';

const OperatorSchema = defineEntity({
  name: 'Operator',
  properties: {
    id: id(),
    email: p.text().columnType('citext').unique('operator_email_key'),
    /** argon2id, in its own encoded form. */
    passwordHash: p.text().hidden(),
    displayName: p.text(),
    /** Raised to make every access token issued before invalid. */
    tokenVersion: p.integer().default(0),
    disabledAt: moment().nullable(),
    createdAt: now(),
  },
});

/** Who runs the installation; belongs to no organization and sees none of their rows. */
export class Operator extends OperatorSchema.class {}
OperatorSchema.setClass(Operator);
