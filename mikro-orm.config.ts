import { defineConfig } from '@mikro-orm/postgresql';
import { migrationOptions } from './db/migration-options.ts';

/** Configuration of the `mikro-orm` command: `DATABASE_OWNER_URL` names the database. */
export default defineConfig(
  migrationOptions(process.env.DATABASE_OWNER_URL ?? 'postgresql://app_owner@127.0.0.1/evercall'),
);
