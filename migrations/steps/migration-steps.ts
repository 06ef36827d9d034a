/** A foreign key `(org_id, column) → parent (org_id, id)`; without `onDelete` the parent cannot go. */
export type ForeignKey = readonly [
  table: string,
  column: string,
  parent: string,
  onDelete?: 'cascade' | 'set null',
];

/** A function that sees more than one organization: its signature as SQL names it, its text up to `as $$ … $$`. */
export interface DefinerFunction {
  signature: string;
  /** Roles that may call it, by commas. */
  grantees: string;
  definition: string;
}

const definerProperties = 'language sql security definer set search_path = pg_catalog, public, pg_temp';

/**
 * SQL of a foreign key. Foreign keys are checked without row-level security, so the organization has to be part of
 * them. Migrations that ran use this: it may grow, what it says already may not change.
 */
export function addForeignKey([table, column, parent, onDelete]: ForeignKey): string {
  // Only the reference is emptied, not the organization beside it.
  const action = onDelete === 'set null' ? `set null (${column})` : (onDelete ?? 'no action');
  return `alter table "${table}" add constraint "${table}_${column}_fkey"
    foreign key (org_id, ${column}) references "${parent}" (org_id, id) on delete ${action}`;
}

/** SQL of the foreign key to the row's organization. */
export function addOrganizationKey(table: string): string {
  return `alter table "${table}" add constraint "${table}_org_id_fkey"
    foreign key (org_id) references organization (id)`;
}

/** SQL that makes a function, hands it to app_definer (BYPASSRLS, no login) and lets `grantees` alone call it. */
export function createDefinerFunction({ signature, grantees, definition }: DefinerFunction): string[] {
  return [
    definition.replace(' as $$', () => ` ${definerProperties} as $$`),
    `revoke all on function ${signature} from public`,
    `grant execute on function ${signature} to ${grantees}`,
    `alter function ${signature} owner to app_definer`,
  ];
}

/** SQL of the triggers that refuse to change a row of `table`, or only to update it when `change` is `update`. */
export function refuseChanges(table: string, change: 'any' | 'update' = 'any'): string[] {
  return [
    `create trigger append_only_rows before ${change === 'any' ? 'update or delete' : 'update'} on ${table}
      for each row execute function refuse_change()`,
    `create trigger append_only_table before truncate on ${table}
      for each statement execute function refuse_change()`,
  ];
}
