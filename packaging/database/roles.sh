#!/bin/sh
# What the database's image runs once, on an empty volume: the owner and the application, and no rights beyond theirs.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres \
    -v owner="$MENKOU_OWNER_PASSWORD" -v app="$MENKOU_APP_PASSWORD" <<'SQL'
create role menkou_owner login nosuperuser nocreaterole nobypassrls password :'owner';
create role menkou_app login nosuperuser nocreatedb nocreaterole nobypassrls password :'app';
create database menkou owner menkou_owner encoding 'UTF8' template template0;
revoke all on database menkou from public;
grant connect on database menkou to menkou_app;
\connect menkou
create extension btree_gist;
create extension pg_trgm;
alter function pg_catalog.ts_match_vq(tsvector, tsquery) leakproof;
SQL
