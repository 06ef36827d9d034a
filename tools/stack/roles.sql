-- Roles and grants of an Evercall database. Idempotent; run as superuser while connected to that database.
-- Run by tools/stack (development, tests) and by the init script of docker compose: both set the passwords
-- as settings of the session (evercall.app_owner_password and so on), so none is written here.

DO $roles$
DECLARE
  wanted record;
BEGIN
  -- Two sessions creating the same role at once would collide.
  PERFORM pg_advisory_xact_lock(hashtextextended('evercall.roles', 0));
  FOR wanted IN
    SELECT * FROM (VALUES
      ('app_owner',   'LOGIN NOBYPASSRLS', current_setting('evercall.app_owner_password')),
      ('app_user',    'LOGIN NOBYPASSRLS', current_setting('evercall.app_user_password')),
      ('app_system',  'LOGIN NOBYPASSRLS', current_setting('evercall.app_system_password')),
      ('app_backup',  'LOGIN BYPASSRLS',   current_setting('evercall.app_backup_password')),
      ('app_definer', 'NOLOGIN BYPASSRLS', NULL)
    ) AS role(name, attributes, password)
  LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
      EXECUTE format('CREATE ROLE %I', wanted.name);
    END IF;
    EXECUTE format('ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION %s PASSWORD %L',
                   wanted.name, wanted.attributes, wanted.password);
  END LOOP;
END
$roles$;

-- Migrations hand the few cross-organization functions to app_definer: that takes SET on the role and its CREATE on
-- the schema. INHERIT lets the owner still grant and replace them; BYPASSRLS is never inherited.
GRANT app_definer TO app_owner WITH SET TRUE, INHERIT TRUE, ADMIN FALSE;
GRANT pg_read_all_data TO app_backup;

DO $database$
BEGIN
  EXECUTE format('ALTER DATABASE %I OWNER TO app_owner', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO app_backup', current_database());
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO app_user, app_system', current_database());
  -- Solid-state disks read a page anywhere as fast as the next one. At the default of 4 the planner reads tables of some
  -- hundred rows whole for one of them, and keeps to that plan while they grow.
  EXECUTE format('ALTER DATABASE %I SET random_page_cost = 1.1', current_database());
END
$database$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO app_owner;
GRANT USAGE ON SCHEMA public TO app_user, app_system;
GRANT USAGE, CREATE ON SCHEMA public TO app_definer;
-- Functions are executable by everybody by default; here only by whom a migration names.
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE app_definer REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE EXTENSION IF NOT EXISTS btree_gist;
