"""A detector of secrets: every usual writing of a value, searched in everything a portal keeps or says.

A place is a name and its bytes. `chercher` says which secret, in which writing, in which place.
"""

import base64
import hashlib
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote

import psycopg
import redis
from psycopg import sql

# What people, forms, URLs and dumps put between the groups of a number.
_SEPARATEURS = re.compile(
    rb"(?:[\s._+\-]|\xc2\xa0|\xe2\x80\xaf|%20|%c2%a0|\\xa0|\\u00a0|&nbsp;)+", re.IGNORECASE
)
# The fraction of an instant: six digits that are nobody's code.
_FRACTION = re.compile(rb"(\d\d:\d\d:\d\d)[.,]\d{1,6}")
# An unkeyed digest of a NIR or of a code is tried against all of them in a minute.
_CONDENSES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_256")
_COUPES_NIR = (1, 3, 5, 7, 10, 13)
# How far around a code that is written in another way one reads, to know whether it stands alone. A multiple of 4.
_AUTOUR = 64
_FIN_DE_64, _DEBUT_DE_64 = re.compile(rb"[\w+/-]*\Z", re.ASCII), re.compile(rb"[\w+/-]*", re.ASCII)
_FIN_HEXA, _DEBUT_HEXA = re.compile(rb"[0-9a-f]*\Z", re.IGNORECASE), re.compile(rb"[0-9a-f]*", re.IGNORECASE)
_URL_EN_64 = bytes.maketrans(b"-_", b"+/")


@dataclass(frozen=True)
class Secret:
    """`court`: a code of a few digits, which must stand alone to be one. `condense`: so few values that a digest
    without a key is as good as clear. `sels`: what such a digest may have been made with."""

    nom: str
    valeur: str
    court: bool = False
    condense: bool = True
    sels: tuple[str, ...] = ()

    @property
    def compact(self) -> str:
        return re.sub(r"\s", "", self.valeur)


@dataclass(frozen=True)
class Ecriture:
    """One way to write a secret. `serre`: also searched once separators are gone; `casse`: capitals matter.

    `seul`: what must stand alone once `ouvrir` has read, around each place where the writing was seen, what is
    written there. Six digits of an identifier or of an instant are nobody's code, in clear as in base 64.
    """

    nom: str
    motif: bytes
    casse: bool = False
    serre: bool = False
    seul: bytes = b""
    ouvrir: Callable[[bytes, int], bytes] | None = None


def ecritures(secret: Secret) -> Iterator[Ecriture]:
    """All of them."""
    for nom, texte in _textes(secret):
        clair, url = texte.encode(), quote(texte, safe="").encode()
        seul = clair if secret.court else b""
        yield Ecriture(nom, clair, seul=seul)
        yield Ecriture(f"{nom}, hexadécimal", clair.hex().encode(), seul=seul, ouvrir=_de_l_hexadecimal)
        yield Ecriture(
            f"{nom}, UTF-16", texte.encode("utf-16-le"), casse=True, seul=seul, ouvrir=_de_l_utf_16
        )
        yield Ecriture(f"{nom}, URL", url, seul=url if secret.court else b"")
        for decalage in range(3):
            debut, code = _en_base_64(clair, decalage)
            ouvrir = partial(_de_la_base_64, debut)
            yield Ecriture(f"{nom}, base 64 à {decalage}", code, casse=True, seul=seul, ouvrir=ouvrir)
    envers = secret.compact[::-1].encode()
    yield Ecriture("à l’envers", envers, seul=envers if secret.court else b"")
    if not secret.court:
        yield Ecriture("groupé d’une façon ou d’une autre", secret.compact.encode(), serre=True)
    if secret.condense:
        yield from _condenses(secret)


def _textes(secret: Secret) -> Iterator[tuple[str, str]]:
    yield "tel quel", secret.valeur
    compact = secret.compact
    if compact != secret.valeur:
        yield "sans espace", compact
    if compact.isdigit() and len(compact) == 13:
        cle = f"{97 - int(compact) % 97:02}"
        yield "avec sa clé", compact + cle
        groupes = [compact[a:b] for a, b in zip((0, *_COUPES_NIR), _COUPES_NIR, strict=False)]
        for lien in (" ", "\u00a0", "\u202f", ".", "-"):
            yield f"groupé par « {lien} »", lien.join(groupes)
    if secret.court:
        milieu = len(compact) // 2
        for lien in (" ", "\u00a0", "-", "."):
            yield f"groupé par « {lien} »", f"{compact[:milieu]}{lien}{compact[milieu:]}"


def _condenses(secret: Secret) -> Iterator[Ecriture]:
    for sel in ("", *secret.sels):
        for lien in ("", "\0", ":") if sel else ("",):
            clair = f"{sel}{lien}{secret.compact}".encode()
            for nom in _CONDENSES:
                resume = hashlib.new(nom, clair).digest()
                # 20 bytes of it are enough to try.
                court = resume[:20] if len(resume) > 20 else resume
                yield Ecriture(f"{nom} sans clé", court.hex().encode())
                yield Ecriture(f"{nom} sans clé, octets", court, casse=True)
                yield Ecriture(f"{nom} sans clé, base 64", base64.b64encode(court[:18])[:24], casse=True)
                yield Ecriture(
                    f"{nom} sans clé, base 64 d’URL", base64.urlsafe_b64encode(court[:18])[:24], casse=True
                )


def _en_base_64(clair: bytes, decalage: int) -> tuple[int, bytes]:
    """The part of its base 64 that doesn't depend on what stands around it, and where it starts in a group of four."""
    code = base64.b64encode(b"\0" * decalage + clair)
    debut = -(-decalage * 8 // 6)
    fin = (decalage + len(clair)) * 8 // 6
    return debut, code[debut:fin]


def _de_la_base_64(debut: int, octets: bytes, ou: int) -> bytes:
    """What the base 64 around `ou` says, its groups being those where `ou` is at `debut`."""
    groupe = ou - debut
    if groupe < 0:
        return b""
    avant = _FIN_DE_64.search(octets[max(0, groupe - _AUTOUR) : groupe])[0]
    apres = _DEBUT_DE_64.match(octets[groupe : groupe + 2 * _AUTOUR])[0]
    code = avant[len(avant) % 4 :] + apres
    # One character alone of the last group says nothing.
    code = code[:-1] if len(code) % 4 == 1 else code
    return base64.b64decode(code.translate(_URL_EN_64) + b"=" * (-len(code) % 4))


def _de_l_hexadecimal(octets: bytes, ou: int) -> bytes:
    avant = _FIN_HEXA.search(octets[max(0, ou - _AUTOUR) : ou])[0]
    apres = _DEBUT_HEXA.match(octets[ou : ou + 2 * _AUTOUR])[0]
    return bytes.fromhex((avant[len(avant) % 2 :] + apres[: len(apres) // 2 * 2]).decode())


def _de_l_utf_16(octets: bytes, ou: int) -> bytes:
    debut = ou - min(ou, _AUTOUR) // 2 * 2
    return octets[debut : ou + 2 * _AUTOUR].decode("utf-16-le", "replace").encode()


@dataclass
class Lieu:
    """One place. `binaire`: random bytes written in hexadecimal, where six digits in a row are no code."""

    nom: str
    octets: bytes
    binaire: bool = False
    _vues: dict[str, bytes] = field(default_factory=dict)

    def vue(self, ecriture: Ecriture) -> bytes:
        if ecriture.casse:
            return self.octets
        nom = "serré" if ecriture.serre else "minuscules"
        if nom not in self._vues:
            clair = _FRACTION.sub(rb"\1", self.octets.lower())
            self._vues[nom] = _SEPARATEURS.sub(b"", clair) if ecriture.serre else clair
        return self._vues[nom]

    def contient(self, ecriture: Ecriture) -> bool:
        motif = ecriture.motif if ecriture.casse else ecriture.motif.lower()
        vue = self.vue(ecriture)
        if motif not in vue:
            return False
        if not ecriture.seul:
            return True
        if ecriture.ouvrir is None:
            return not self.binaire and _est_seul(ecriture.seul, vue)
        return any(
            _est_seul(ecriture.seul, ecriture.ouvrir(vue, trouve.start()))
            for trouve in re.finditer(b"(?=" + re.escape(motif) + b")", vue)
        )


def _est_seul(code: bytes, texte: bytes) -> bool:
    """Neither a part of a longer word or number, nor the fraction of an instant or of a number."""
    seul = rb"(?:(?<![0-9a-z])|(?<=%[0-9a-f]{2}))(?<![0-9][.,])" + re.escape(code.lower()) + rb"(?![0-9a-z])"
    return re.search(seul, _FRACTION.sub(rb"\1", texte.lower())) is not None


def chercher(secrets: list[Secret], lieux: list[Lieu]) -> list[str]:
    """One line for each secret that a place holds; the line doesn't repeat it.

    A database is photographed many times and hardly changes: what holds the same bytes is searched once.
    """
    trouves = []
    lieux = list({(lieu.octets, lieu.binaire): lieu for lieu in reversed(lieux)}.values())
    for secret in secrets:
        for ecriture in {(e.motif, e.serre): e for e in ecritures(secret)}.values():
            trouves += [
                f"{secret.nom} ({ecriture.nom}) dans {lieu.nom}" for lieu in lieux if lieu.contient(ecriture)
            ]
    return trouves


# ------------------------------------------------------------------ the places
def lieux_de_la_base(base: psycopg.Connection) -> list[Lieu]:
    """Each column of each table, as text; binary columns in hexadecimal and as they are; what sessions hold, opened."""
    lieux = []
    for schema, table, colonne, genre in base.execute(
        "SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod)"
        " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'm') AND a.attnum > 0 AND NOT a.attisdropped"
        " AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1, 2, a.attnum"
    ).fetchall():
        nom = f"{table}.{colonne}"
        copie = sql.SQL("COPY (SELECT {0}::text FROM {1}) TO STDOUT").format(
            sql.Identifier(colonne), sql.Identifier(schema, table)
        )
        with base.cursor().copy(copie) as sortie:
            texte = b"".join(bytes(morceau) for morceau in sortie)
        lieux.append(Lieu(nom, texte, binaire=genre == "bytea"))
        lignes = texte.splitlines()
        if genre == "bytea":
            clairs = [bytes.fromhex(ligne[3:].decode()) for ligne in lignes if ligne.startswith(b"\\\\x")]
            lieux.append(Lieu(f"{nom} (octets)", b"\n".join(clairs)))
        if colonne == "session_data":
            lieux.append(Lieu(f"{nom} (ouvert)", b"\n".join(_ouvrir_session(ligne) for ligne in lignes)))
    assert len(lieux) > 100, "la base est vide"
    return lieux


def _ouvrir_session(donnees: bytes) -> bytes:
    """What Django signed: base 64, compressed when it starts with a dot."""
    corps = donnees.rpartition(b":")[0].rpartition(b":")[0]
    comprime, corps = corps.startswith(b"."), corps.removeprefix(b".")
    clair = base64.urlsafe_b64decode(corps + b"=" * (-len(corps) % 4))
    return zlib.decompress(clair) if comprime else clair


def lieux_de_redis(client: redis.Redis) -> list[Lieu]:
    """Each key with its value, whatever its type."""
    lire = {
        b"string": lambda cle: [client.get(cle)],
        b"list": lambda cle: client.lrange(cle, 0, -1),
        b"set": client.smembers,
        b"zset": lambda cle: client.zrange(cle, 0, -1),
        b"hash": lambda cle: [m for paire in client.hgetall(cle).items() for m in paire],
        b"stream": lambda cle: [m for _, c in client.xrange(cle) for paire in c.items() for m in paire],
    }
    lieux = []
    for cle in client.scan_iter(count=1000):
        # Only one that expired meanwhile has no type.
        valeurs = lire[genre](cle) if (genre := client.type(cle)) != b"none" else []
        octets = b"\n".join([cle, *(v for v in valeurs if v is not None)])
        lieux.append(Lieu(f"Redis {cle[:30]!r}", octets + _decomprimer(octets)))
    return lieux


def _decomprimer(octets: bytes) -> bytes:
    """Django's cache and Celery may compress: what can be opened is read too."""
    trouves = []
    for debut in (m.start() for m in re.finditer(rb"x[\x01\x5e\x9c\xda]", octets)):
        try:
            trouves.append(zlib.decompressobj().decompress(octets[debut:]))
        except zlib.error:
            continue
    return b"\n".join(trouves)


def lieu(nom: str, morceaux: list[str] | str) -> Lieu:
    """A place made of texts."""
    texte = morceaux if isinstance(morceaux, str) else "\n".join(morceaux)
    return Lieu(nom, texte.encode("utf-8", "replace"))
