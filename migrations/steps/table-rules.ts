import {
  addForeignKey,
  addOrganizationKey,
  createDefinerFunction,
  type DefinerFunction,
  type ForeignKey,
  refuseChanges,
} from './migration-steps.ts';

type Rights = Readonly<Record<string, string>>;

/** What holds on new tables beyond the entities: references, rights, refused changes, ways across organizations. */
export interface TableRules {
  foreignKeys?: readonly ForeignKey[];
  /** Tables that refer to their organization directly; hot ones do so through a parent, which spares its row a lock. */
  ofOrganization?: readonly string[];
  /** Rights of app_user by table. */
  grants?: Rights;
  /** Tables whose rows are never changed nor deleted. */
  appendOnly?: readonly string[];
  /** Tables whose rows are never changed, and are deleted by retention alone. */
  neverUpdated?: readonly string[];
  /** Rights that the functions need of app_definer, by table. */
  definerGrants?: Rights;
  functions?: readonly DefinerFunction[];
}

/** SQL that puts `rules` in force, in order. Migrations that ran use this: what it makes of rules may not change. */
export function applyRules(rules: TableRules): string[] {
  return [
    ...(rules.ofOrganization ?? []).map(addOrganizationKey),
    ...(rules.foreignKeys ?? []).map(addForeignKey),
    ...grantsTo('app_user', rules.grants),
    ...(rules.appendOnly ?? []).flatMap((table) => refuseChanges(table)),
    ...(rules.neverUpdated ?? []).flatMap((table) => refuseChanges(table, 'update')),
    ...grantsTo('app_definer', rules.definerGrants),
    ...(rules.functions ?? []).flatMap(createDefinerFunction),
  ];
}

/** SQL that takes `rules` back. */
export function undoRules(rules: TableRules): string[] {
  return [
    ...(rules.functions ?? []).map(({ signature }) => `drop function ${signature}`),
    ...revokesFrom('app_definer', rules.definerGrants),
    ...[...(rules.appendOnly ?? []), ...(rules.neverUpdated ?? [])].flatMap((table) => [
      `drop trigger append_only_table on ${table}`,
      `drop trigger append_only_rows on ${table}`,
    ]),
    ...revokesFrom('app_user', rules.grants),
    ...(rules.foreignKeys ?? [])
      .toReversed()
      .map(([table, column]) => `alter table "${table}" drop constraint "${table}_${column}_fkey"`),
    ...(rules.ofOrganization ?? []).map(
      (table) => `alter table "${table}" drop constraint "${table}_org_id_fkey"`,
    ),
  ];
}

const grantsTo = (role: string, rights: Rights = {}) =>
  Object.entries(rights).map(([table, granted]) => `grant ${granted} on "${table}" to ${role}`);

const revokesFrom = (role: string, rights: Rights = {}) =>
  Object.entries(rights).map(([table, granted]) => `revoke ${granted} on "${table}" from ${role}`);
