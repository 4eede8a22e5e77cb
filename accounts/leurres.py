"""What the recovery page proposes when what was typed is nobody's: contact points that look like somebody's.

Drawn from a keyed hash of what was typed: the same typing always shows the same ones, another name shows others, and
whoever does not hold the key can't tell them from real ones. Nothing is ever sent there.
"""

from collections.abc import Iterator

from accounts.enums import Canal
from accounts.mots_de_passe import plier
from accounts.nir import Nir
from portal.cafs import annuaire
from portal.chiffrement import empreintes

# In the order of the frequency of first letters of French given names.
_INITIALES = "mmmjjjcccaaallssnnffeebbdpprrtgvhiokyz"
_VILLES = "ssssllmmmbbcccppptttvvaarrngfdoeijhu"
DOMAINES_FICTIFS = ("courriel.example",)
# Those of most French addresses, each as often as it is met (in tenths, about).
DOMAINES_COURANTS = (
    *("gmail.com",) * 4, *("orange.fr", "hotmail.fr") * 2, "hotmail.com", "free.fr", "sfr.fr", "yahoo.fr",
    "wanadoo.fr", "laposte.net", "outlook.fr", "live.fr", "icloud.com",
)  # fmt: skip
PARIS = "75"
# Postal codes of Corsica begin with 20.
DEBUTS = {"2A": "20", "2B": "20"}


def choix(nir: Nir, nom: str, domaines: tuple[str, ...]) -> list[dict[str, str]]:
    """As `verification.choix`: nearly always a telephone, often an e-mail address, mostly a postal one."""
    octets = next(iter(empreintes(f"{nir.en_clair()}\0{plier(nom)}".encode(), "leurre").values()))
    return [
        {"reference": "", "canal": canal.value, "masque": masque}
        for canal, masque in _tirer(octets, domaines)
    ]


def _tirer(octets: bytes, domaines: tuple[str, ...]) -> Iterator[tuple[Canal, str]]:
    sms = octets[8] < 240
    if sms:
        yield Canal.SMS, f"XX XX XX {octets[0] % 100:02} {octets[1] % 100:02}"
    if octets[2] < 180 or not sms:
        yield (
            Canal.COURRIEL,
            f"{_INITIALES[octets[3] % len(_INITIALES)]}•••@{domaines[octets[4] % len(domaines)]}",
        )
    if octets[5] < 220:
        caf = annuaire.toutes()[octets[7] % len(annuaire.toutes())]
        # One address in three is in the main town.
        ville = caf.prefecture if octets[6] < 85 else _VILLES[octets[6] % len(_VILLES)]
        ville = "P" if caf.code == PARIS else ville
        yield Canal.COURRIER, f"{DEBUTS.get(caf.code[:2], caf.code[:2])}XXX {plier(ville)[0].upper()}•••"
