"""Count in Redis: one script, so that two attempts at the same instant never read the same count."""

from collections.abc import Sequence
from typing import Any

from django.core.cache import caches

from portal.limites.arithmetique import DOUBLEMENTS_AU_PLUS, SECONDE, Seau

# KEYS: one list of instants for each bucket. ARGV: now, then for each bucket: is it in force, free attempts, window,
# first delay, ceiling, factor, memory. Looks at all first; an attempt that one bucket refuses is counted by none.
SCRIPT = f"""
local maintenant, attendre = tonumber(ARGV[1]), 0
for n, cle in ipairs(KEYS) do
    local p = 1 + (n - 1) * 7
    local vigueur, libres, fenetre = tonumber(ARGV[p + 1]), tonumber(ARGV[p + 2]), tonumber(ARGV[p + 3])
    local attente, plafond, facteur = tonumber(ARGV[p + 4]), tonumber(ARGV[p + 5]), tonumber(ARGV[p + 6])
    local recents, dernier = 0, 0
    for _, brut in ipairs(redis.call('LRANGE', cle, 0, -1)) do
        local instant = tonumber(brut)
        if instant > maintenant - fenetre then
            recents = recents + 1
            dernier = instant
        end
    end
    local exces = recents - libres
    if vigueur == 1 and exces >= 0 then
        local delai = math.min(plafond, attente * facteur ^ math.min(exces, {DOUBLEMENTS_AU_PLUS}))
        attendre = math.max(attendre, math.min(dernier, maintenant) + delai - maintenant)
    end
end
if attendre > 0 then
    return attendre
end
for n, cle in ipairs(KEYS) do
    local p = 1 + (n - 1) * 7
    redis.call('RPUSH', cle, ARGV[1])
    redis.call('LTRIM', cle, -tonumber(ARGV[p + 7]), -1)
    redis.call('PEXPIRE', cle, ARGV[p + 3])
end
return 0
"""


def compter(seaux: Sequence[tuple[str, Seau, bool]], maintenant: int) -> int:
    """Count one attempt in every bucket, or in none; returns the milliseconds to wait (0: it passes).

    Each bucket comes with its key and whether it may refuse. Raises RedisError.
    """
    client = _client()
    arguments: list[int] = [maintenant]
    for _, seau, en_vigueur in seaux:
        durees = [seau.fenetre * SECONDE, seau.attente * SECONDE, seau.plafond * SECONDE]
        arguments += [int(en_vigueur), seau.libres, *durees, seau.facteur, seau.memoire]
    return int(client.register_script(SCRIPT)(keys=[_nom(cle) for cle, _, _ in seaux], args=arguments))


def rendre(a_vider: Sequence[str], a_reprendre: Sequence[str]) -> None:
    """Empty some keys, take the last attempt back from others. Raises RedisError."""
    lot = _client().pipeline(transaction=True)
    for cle in a_vider:
        lot.delete(_nom(cle))
    for cle in a_reprendre:
        lot.rpop(_nom(cle))
    lot.execute()


def _client() -> Any:
    return caches["default"]._cache.get_client(None, write=True)  # type: ignore[attr-defined]


def _nom(cle: str) -> str:
    return str(caches["default"].make_key(f"limites:{cle}"))
