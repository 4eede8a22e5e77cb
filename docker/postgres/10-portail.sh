#!/bin/sh
# First start only: the portal's own role, which owns its database and is not a superuser.
set -eu
: "${PORTAIL_MOT_DE_PASSE:?à écrire dans docker/postgres.env}"
psql --set ON_ERROR_STOP=1 --set mdp="$PORTAIL_MOT_DE_PASSE" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE portail LOGIN PASSWORD :'mdp' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE portail OWNER portail;
REVOKE CONNECT ON DATABASE portail FROM PUBLIC;
SQL
