#!/bin/sh
# Run once by the postgres image on an empty volume: our roles (the same file as in development) and Temporal's own user.
set -eu
setting() { printf ' -c evercall.%s_password=%s' "$1" "$2"; }
PGOPTIONS="$(setting app_owner "$APP_OWNER_PASSWORD")$(setting app_user "$APP_USER_PASSWORD")"
PGOPTIONS="$PGOPTIONS$(setting app_system "$APP_SYSTEM_PASSWORD")$(setting app_backup "$APP_BACKUP_PASSWORD")"
export PGOPTIONS
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --file /evercall/roles.sql
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres -v password="$TEMPORAL_DB_PASSWORD" <<'SQL'
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'password';
SQL
