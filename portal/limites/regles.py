"""The rules, and why these figures. `settings.LIMITES` may replace any of them by its name.

Peers: login.gov, 5 failures a minute for an account from an address and 20 for an address, then 50 in 12 hours with
growing delays; GOV.UK Notify, 10 tries of a code; allauth, 5 in 5 minutes for a key. Requirements: OWASP ASVS 5.0,
6.1.1 (no lock that a stranger can cause), 6.5.5, 6.6.3; CNIL 2022-100, a short password only with such limits.

In each rule what one address may pass on an account stays below what the account allows: a lone stranger slows
nobody but themselves. Many addresses at once slow an account down to one attempt each `plafond`; whoever has logged
in from an address before goes on from there, whatever others do (`lieu_connu`).
"""

from dataclasses import dataclass

from django.conf import settings

from portal.limites.arithmetique import Seau, Sur

MINUTE, HEURE, JOUR = 60, 3600, 86400


@dataclass(frozen=True)
class Regle:
    """`nom` goes into the keys. `ouverte`: without any counter (Redis and PostgreSQL both silent, or, for such a
    rule, Redis alone) the attempt passes; otherwise PostgreSQL counts. `lieu_connu`: an account is not slowed by
    others where it has already succeeded."""

    nom: str
    seaux: tuple[Seau, ...]
    ouverte: bool = False
    lieu_connu: bool = False


CONNEXION = Regle(
    "CONNEXION",
    (
        # About 50 in 12 hours, as login.gov: 5, then 30 s, 1 min … 15 min.
        Seau(Sur.COUPLE, libres=5, fenetre=12 * HEURE, attente=30, plafond=15 * MINUTE),
        # From everywhere: at most 350 a day. Above what one address may do, so that one alone slows nobody else.
        Seau(Sur.COMPTE, libres=60, fenetre=12 * HEURE, attente=30, plafond=5 * MINUTE),
        # A school, a Caf's own hall: successes are given back, so 20 failures a minute is already a machine.
        Seau(Sur.ADRESSE, libres=20, fenetre=10 * MINUTE, attente=5, plafond=MINUTE),
    ),
    lieu_connu=True,
)
# Each code dies after 5 tries; this slows who asks for code after code: 6 digits, 10^6.
CODE_SAISI = Regle(
    "CODE_SAISI",
    (
        Seau(Sur.COUPLE, libres=5, fenetre=HEURE, attente=30, plafond=15 * MINUTE),
        Seau(Sur.COMPTE, libres=30, fenetre=HEURE, attente=30, plafond=5 * MINUTE),
        Seau(Sur.ADRESSE, libres=30, fenetre=10 * MINUTE, attente=5, plafond=2 * MINUTE),
    ),
)
# again after 60 s, at most 5 a day for one browser's address; 10 a day reach a person at once, then one each
# 3 hours: a stranger can't fill a telephone, and can't keep its owner from a code for ever.
CODE_ENVOYE = Regle(
    "CODE_ENVOYE",
    (
        Seau(Sur.COUPLE, libres=1, fenetre=MINUTE, attente=MINUTE, plafond=MINUTE, facteur=1),
        Seau(Sur.COUPLE, libres=5, fenetre=JOUR, attente=JOUR, plafond=JOUR, facteur=1),
        Seau(Sur.COMPTE, libres=10, fenetre=JOUR, attente=15 * MINUTE, plafond=3 * HEURE),
        Seau(Sur.ADRESSE, libres=20, fenetre=HEURE, attente=30, plafond=15 * MINUTE),
    ),
)
# The same, to what is not anybody's yet: a number that somebody says is theirs. Five a day, whoever asks and from
# wherever: the portal is not for filling a stranger's telephone.
CODE_A_PROUVER = Regle(
    "CODE_A_PROUVER", (Seau(Sur.COMPTE, libres=5, fenetre=JOUR, attente=JOUR, plafond=JOUR, facteur=1),)
)
# Identity elements before masked channels. login.gov: 20 an hour for an address.
RECUPERATION = Regle(
    "RECUPERATION",
    (
        Seau(Sur.COUPLE, libres=5, fenetre=HEURE, attente=MINUTE, plafond=30 * MINUTE),
        Seau(Sur.COMPTE, libres=20, fenetre=HEURE, attente=MINUTE, plafond=15 * MINUTE),
        Seau(Sur.ADRESSE, libres=20, fenetre=HEURE, attente=30, plafond=15 * MINUTE),
    ),
)
# No proof of work was shown: a quarter of the above for an address.
RECUPERATION_SANS_SCRIPT = Regle(
    "RECUPERATION_SANS_SCRIPT",
    (
        Seau(Sur.COUPLE, libres=3, fenetre=HEURE, attente=2 * MINUTE, plafond=30 * MINUTE),
        Seau(Sur.COMPTE, libres=20, fenetre=HEURE, attente=MINUTE, plafond=15 * MINUTE),
        Seau(Sur.ADRESSE, libres=5, fenetre=HEURE, attente=MINUTE, plafond=15 * MINUTE),
    ),
)
# Leaving for FranceConnect: nothing to guess, a row and a request to them each time. A Caf's hall shares one address.
FRANCECONNECT = Regle(
    "FRANCECONNECT",
    (
        Seau(Sur.COUPLE, libres=10, fenetre=HEURE, attente=30, plafond=15 * MINUTE),
        Seau(Sur.COMPTE, libres=60, fenetre=HEURE, attente=30, plafond=5 * MINUTE),
        Seau(Sur.ADRESSE, libres=60, fenetre=10 * MINUTE, attente=5, plafond=MINUTE),
    ),
)
# The 8-digit code of a letter: 26 bits, valid for days. Some 20 tries a day: one chance in 300,000 in 15 days.
PREMIERE_CONNEXION = Regle(
    "PREMIERE_CONNEXION",
    (
        Seau(Sur.COUPLE, libres=5, fenetre=JOUR, attente=10 * MINUTE, plafond=6 * HEURE),
        Seau(Sur.COMPTE, libres=15, fenetre=JOUR, attente=10 * MINUTE, plafond=3 * HEURE),
        Seau(Sur.ADRESSE, libres=20, fenetre=HEURE, attente=30, plafond=15 * MINUTE),
    ),
)
# Anonymous, and nothing is at stake but the machine (ASVS 2.4.1): it stays open when nothing counts.
ACCES_SIMULATEUR = Regle(
    "ACCES_SIMULATEUR",
    (Seau(Sur.ADRESSE, libres=60, fenetre=MINUTE, attente=1, plafond=30),),
    ouverte=True,
)

REGLES = (
    *(CONNEXION, CODE_SAISI, CODE_ENVOYE, CODE_A_PROUVER, RECUPERATION),
    *(RECUPERATION_SANS_SCRIPT, PREMIERE_CONNEXION, ACCES_SIMULATEUR, FRANCECONNECT),
)


def en_vigueur(regle: Regle) -> Regle:
    """The rule, or the one that the settings put in its place."""
    remplacantes: dict[str, Regle] = settings.LIMITES
    return remplacantes.get(regle.nom, regle)
