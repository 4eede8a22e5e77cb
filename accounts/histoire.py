"""What happened to somebody's account, in words they can read (« connexion depuis Firefox sur Windows »)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts import actions
from accounts.models import Compte, Personne
from portal.journal.selectors import derniers

COMBIEN = 50
CANAUX = {"sms": "par SMS", "courriel": "par courriel", "courrier": "par courrier"}
Phrase = Callable[[dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Fait:
    """One line; `le` in the zone of the reader. `par_un_autre`: they may not have done it themselves."""

    le: datetime
    phrase: str
    par_un_autre: bool


def _fixe(phrase: str) -> Phrase:
    return lambda _donnees: phrase


def _par_canal(phrase: str) -> Phrase:
    return lambda donnees: f"{phrase} {CANAUX.get(str(donnees.get('canal')), '')}".rstrip()


_LES_FACTEURS = {"totp": "votre application de codes", "cle": "votre clé d’accès"}
_UN_FACTEUR = {"totp": "une application de codes", "cle": "une clé d’accès"}


def _par_nature(phrase: str, noms: dict[str, str]) -> Phrase:
    return lambda donnees: phrase.format(noms.get(str(donnees.get("nature")), "un second facteur"))


PHRASES: dict[str, tuple[Phrase, bool]] = {
    actions.CONNEXION: (lambda d: f"connexion depuis {d.get('navigateur', 'un navigateur inconnu')}", True),
    actions.CONNEXION_REFUSEE: (_fixe("mot de passe refusé"), True),
    actions.DECONNEXION: (_fixe("déconnexion"), False),
    actions.RECUPERATION_OUVERTE: (_fixe("demande d’un nouveau mot de passe"), True),
    actions.CREATION_OUVERTE: (_fixe("demande d’ouverture de compte"), True),
    actions.CODE_DEMANDE: (_par_canal("code demandé"), True),
    actions.CODE_REFUSE: (_fixe("mauvais code"), True),
    actions.CODE_ACCEPTE: (_par_canal("code accepté, reçu"), True),
    actions.MOT_DE_PASSE_CHOISI: (_fixe("nouveau mot de passe, sessions fermées"), True),
    actions.FACTEUR_AJOUTE: (_par_nature("{} ajoutée, autres sessions fermées", _UN_FACTEUR), True),
    actions.FACTEUR_RETIRE: (_par_nature("{} retirée, autres sessions fermées", _UN_FACTEUR), True),
    actions.FACTEUR_RENOMME: (_par_nature("{} renommée", _UN_FACTEUR), True),
    actions.FACTEUR_ACCEPTE: (_par_nature("vérification par {}", _LES_FACTEURS), True),
    actions.FACTEUR_REFUSE: (_par_nature("vérification refusée par {}", _LES_FACTEURS), True),
    actions.CLE_DOUTEUSE: (_fixe("une clé d’accès refusée\u00a0: elle a peut-être été copiée"), True),
    actions.FACTEURS_CONTESTES: (_fixe("preuves récentes retirées\u00a0: «\u00a0ce n’est pas moi\u00a0»"), True),
    actions.CODES_IMPRIMES: (_fixe("codes de secours imprimés"), True),
    actions.CODE_SECOURS_ACCEPTE: (_fixe("vérification par un code de secours"), True),
    actions.CODE_SECOURS_REFUSE: (_fixe("mauvais code de secours"), True),
    actions.SESSION_FERMEE: (_fixe("session fermée à distance"), False),
    actions.ACCES_FERMES: (_fixe("tous les accès fermés\u00a0: «\u00a0ce n’était pas moi\u00a0»"), False),
    actions.APPAREIL_DE_CONFIANCE: (
        lambda d: f"appareil de confiance ajouté\u00a0: {d.get('navigateur', 'un navigateur inconnu')}",
        True,
    ),
    actions.APPAREIL_OUBLIE: (_fixe("appareil oublié"), False),
    actions.LEVEE_DEMANDEE: (_fixe("retrait de la double vérification demandé"), True),
    actions.LEVEE_PROUVEE: (_fixe("code du courrier accepté, retrait de la double vérification dans 3 jours"), True),
    actions.LEVEE_ANNULEE: (_fixe("retrait de la double vérification annulé"), False),
    actions.LEVEE_FAITE: (_fixe("double vérification retirée"), True),
    actions.LETTRE_ACTIVATION: (_fixe("lettre de première connexion demandée par votre Caf"), False),
    actions.PERSONNE_CONSULTEE: (_fixe("un agent de votre Caf a consulté votre fiche"), False),
}  # fmt: skip


def histoire(compte: Compte, personne: Personne) -> list[Fait]:
    """The latest fifty lines, newest first (two queries)."""
    sujets = [f"compte:{compte.reference}", f"personne:{personne.reference}"]
    return [
        Fait(timezone.localtime(e.instant), PHRASES[e.action][0](e.donnees), PHRASES[e.action][1])
        for e in derniers(sujets, PHRASES, COMBIEN)
    ]
