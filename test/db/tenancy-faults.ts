import type { ClientBase } from 'pg';

/** Every table that belongs to the installation and not to an organization, and what app_user may do to it. */
export const INSTALLATION_TABLES: Readonly<Record<string, readonly string[]>> = {
  breaker_order: ['insert', 'select'],
  breaker_override: ['delete', 'insert', 'select', 'update'],
  breaker_report: ['delete', 'insert', 'select', 'update'],
  login_backoff: ['delete', 'insert', 'select', 'update'],
  mikro_orm_migrations: [],
  operator: ['select', 'update of password_hash', 'update of token_version'],
  operator_idempotency_key: ['delete', 'insert', 'select', 'update'],
  rule_clock: ['select'],
  service_instance: ['insert', 'select', 'update'],
  trace_span: ['insert', 'select'],
};

/** Every function that sees more than one organization, and who may call it; triggers have no callers. */
export const DEFINER_FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  'api_key_candidate(bytea)': ['app_user'],
  'call_attempt_guard()': [],
  'claim_outbox(integer,double precision)': ['app_system'],
  'claim_recordings(integer,double precision)': ['app_system'],
  'create_organization(text,text,text,text,bytea,bytea)': ['app_user'],
  'due_webhook_endpoints(integer)': ['app_system'],
  'finish_outbox(uuid,boolean,text,timestamp with time zone)': ['app_system'],
  'list_newest_organizations(uuid,integer)': ['app_user'],
  'list_organizations(uuid,integer)': ['app_user'],
  'login_candidates(citext)': ['app_user'],
  'notifications_to_mail(integer)': ['app_system'],
  'one_time_token(text,bytea)': ['app_user'],
  'open_attempts(uuid,integer)': ['app_system'],
  'open_callbacks(uuid,integer)': ['app_system'],
  'open_inbound_calls(uuid,integer)': ['app_system'],
  'organization_by_ref(text)': ['app_owner', 'app_user'],
  'outbox_backlog()': ['app_system'],
  'pending_imports()': ['app_system'],
  'pending_transcriptions(integer)': ['app_system'],
  'purge_expired(integer)': ['app_system'],
  'refresh_candidate(bytea)': ['app_user'],
  'refuse_real_carrier_when_warped()': [],
  'refuse_warp_with_real_carrier()': [],
  'rename_organization(uuid,text)': ['app_user'],
  'running_campaigns()': ['app_system'],
  'set_organization_closed(uuid,boolean)': ['app_user'],
  'stalled_webhook_endpoints(timestamp with time zone,integer)': ['app_system'],
  'sweep_callbacks_due(integer)': ['app_system'],
  'sweep_due(integer)': ['app_system'],
  'sweep_inbound_due(integer)': ['app_system'],
  'trim_trace_spans(integer)': ['app_system'],
  'unproven_accounts(citext)': ['app_user'],
};

const TABLE_FAULTS = `
  WITH tenant AS (
    SELECT c.*, CASE c.relname WHEN 'organization' THEN 'id' ELSE 'org_id' END AS key
      FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> ALL ($1)
  ), judged AS (
    SELECT t.relname AS table_name, fault
      FROM tenant t
      LEFT JOIN pg_attribute key ON key.attrelid = t.oid AND key.attname = t.key AND NOT key.attisdropped
      CROSS JOIN LATERAL (
        SELECT 'has no ' || t.key WHERE key.attnum IS NULL OR NOT key.attnotnull
        UNION ALL
        SELECT 'row-level security is off' WHERE NOT t.relrowsecurity
        UNION ALL
        SELECT 'row-level security is not forced' WHERE NOT t.relforcerowsecurity
        UNION ALL
        SELECT 'policies are not exactly the tenant policy' WHERE (
          SELECT array_agg(concat_ws(' ', p.polcmd, p.polpermissive, p.polroles, pg_get_expr(p.polqual, t.oid),
                                          pg_get_expr(p.polwithcheck, t.oid)))
            FROM pg_policy p WHERE p.polrelid = t.oid
        ) IS DISTINCT FROM ARRAY[concat_ws(' ', '*', true, '{0}',
            format('(%s = (NULLIF(current_setting(''app.org''::text, true), ''''::text))::uuid)', t.key),
            format('(%s = (NULLIF(current_setting(''app.org''::text, true), ''''::text))::uuid)', t.key))]
        UNION ALL
        SELECT 'unique key ' || i.indexrelid::regclass || ' does not lead with ' || t.key
          FROM pg_index i
         WHERE i.indrelid = t.oid AND i.indisunique AND i.indkey[0] <> key.attnum
           AND i.indexrelid <> coalesce(to_regclass('organization_ref_key'), 0)
        UNION ALL
        SELECT 'foreign key ' || f.conname || ' does not carry org_id'
          FROM pg_constraint f
         WHERE f.conrelid = t.oid AND f.contype = 'f' AND f.confrelid <> 'organization'::regclass
           AND (f.conkey[1] <> key.attnum OR f.confkey[1] <>
                 (SELECT a.attnum FROM pg_attribute a WHERE a.attrelid = f.confrelid AND a.attname = 'org_id'))
        UNION ALL
        SELECT 'is not owned by app_owner' WHERE t.relowner <> 'app_owner'::regrole
        UNION ALL
        SELECT format('%s may %s', a.grantee::regrole, lower(a.privilege_type))
          FROM aclexplode(t.relacl) a
         WHERE a.grantee NOT IN ('app_owner'::regrole, 'app_user'::regrole, 'app_definer'::regrole)
            OR a.grantee = 'app_user'::regrole AND a.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
      ) AS found(fault)
  )
  SELECT table_name || ': ' || fault AS fault FROM judged
  UNION ALL
  SELECT c.relname || ': a view would read with its owner''s rights' FROM pg_class c
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm')`;

const INSTALLATION_RIGHTS = `
  SELECT c.relname AS table_name, lower(a.privilege_type) AS privilege
    FROM pg_class c, aclexplode(c.relacl) a
   WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY ($1) AND a.grantee = 'app_user'::regrole
  UNION ALL
  SELECT c.relname, lower(a.privilege_type) || ' of ' || t.attname
    FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
   WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY ($1) AND a.grantee = 'app_user'::regrole`;

const ROLE_FAULTS = `
  SELECT r.rolname || ': passes by row-level security' AS fault FROM pg_roles r
   WHERE r.rolname IN ('app_owner', 'app_user', 'app_system') AND (r.rolsuper OR r.rolbypassrls)
  UNION ALL
  SELECT m.rolname || ': may become ' || r.rolname FROM pg_roles m, pg_roles r
   WHERE m.rolname IN ('app_user', 'app_system') AND r.oid <> m.oid AND pg_has_role(m.oid, r.oid, 'MEMBER')
  UNION ALL
  SELECT 'app_definer: may log in' FROM pg_roles WHERE rolname = 'app_definer' AND rolcanlogin`;

const FUNCTIONS = `
  SELECT p.oid::regprocedure::text AS signature, pg_get_userbyid(p.proowner) AS owner,
         coalesce(p.proconfig, '{}') AS settings,
         ARRAY(SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END
                 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                WHERE a.grantee <> p.proowner ORDER BY 1)::text[] AS grantees
    FROM pg_proc p
   WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`;

interface DefinerRow {
  signature: string;
  owner: string;
  settings: string[];
  grantees: string[];
}

function functionFaults(found: readonly DefinerRow[]): string[] {
  const faults = found.flatMap(({ signature, owner, settings, grantees }) => {
    const expected = DEFINER_FUNCTIONS[signature];
    if (!expected) return [`${signature}: is not on the list of cross-organization functions`];
    return [
      ...(owner === 'app_definer' ? [] : [`${signature}: belongs to ${owner}`]),
      ...(settings.includes('search_path=pg_catalog, public, pg_temp')
        ? []
        : [`${signature}: search_path is open`]),
      ...grantees
        .filter((role) => !expected.includes(role))
        .map((role) => `${signature}: ${role} may call it`),
    ];
  });
  const names = new Set(found.map((row) => row.signature));
  const missing = Object.keys(DEFINER_FUNCTIONS).filter((signature) => !names.has(signature));
  return [...faults, ...missing.map((signature) => `${signature}: is missing`)];
}

async function installationFaults(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ table_name: string; privilege: string }>(INSTALLATION_RIGHTS, [
    Object.keys(INSTALLATION_TABLES),
  ]);
  return rows
    .filter(({ table_name, privilege }) => !INSTALLATION_TABLES[table_name]?.includes(privilege))
    .map(({ table_name, privilege }) => `${table_name}: app_user may ${privilege}`);
}

/** Everything in the catalog that would let one organization reach another's rows, one sentence each; [] is good. */
export async function tenancyFaults(client: ClientBase): Promise<string[]> {
  const tables = await client.query<{ fault: string }>(TABLE_FAULTS, [Object.keys(INSTALLATION_TABLES)]);
  const roles = await client.query<{ fault: string }>(ROLE_FAULTS);
  const functions = await client.query<DefinerRow>(FUNCTIONS);
  return [
    ...[...tables.rows, ...roles.rows].map((row) => row.fault),
    ...functionFaults(functions.rows),
    ...(await installationFaults(client)),
  ];
}
