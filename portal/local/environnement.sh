#!/bin/sh
# Make `.venv` match requirements/<$1>.lock. Nothing is installed when it already does: the stamp is a copy of the
# lock, so that a checkout which only touches dates costs nothing.
set -eu
lot=$1
racine=$(cd "$(dirname "$0")/../.." && pwd)
cd "$racine"
verrou=requirements/$lot.lock
temoin=.venv/.$lot.stamp

if cmp -s "$verrou" "$temoin" && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi

convient() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

choisi=
for candidat in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if convient "$candidat"; then
        choisi=$candidat
        break
    fi
done
if [ -z "$choisi" ]; then
    echo "Il faut Python 3.11 ou plus récent : installez-le, ou donnez son chemin (PYTHON=/chemin/vers/python3 make …)." >&2
    exit 1
fi
if ! "$choisi" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "Il manque le module venv de Python : « apt install python3-venv » (Debian, Ubuntu), puis relancez." >&2
    exit 1
fi

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    echo "Création de .venv…"
    "$choisi" -m venv --clear .venv
fi
echo "Installation de $verrou…"
rm -f "$temoin"
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r "$verrou"
# The development lot holds the local one.
[ "$lot" != dev ] || cp requirements/local.lock .venv/.local.stamp
cp "$verrou" "$temoin"
