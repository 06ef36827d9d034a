import { defineEntity, p } from '@mikro-orm/postgresql';
import { moment, now } from './columns.ts';

const LoginBackoffSchema = defineEntity({
  name: 'LoginBackoff',
  indexes: [{ name: 'login_backoff_updated', properties: ['updatedAt'] }],
  properties: {
    /** Says what is counted; holds no address in the clear. */
    key: p.text().primary(),
    failures: p.integer().default(0).check('failures >= 0'),
    blockedUntil: moment().nullable(),
    updatedAt: now(),
  },
});

/** Failed sign-ins under one key, an address or an account, and until when the next one waits. */
export class LoginBackoff extends LoginBackoffSchema.class {}
LoginBackoffSchema.setClass(LoginBackoff);
