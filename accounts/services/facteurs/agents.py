"""What is an agent's own: a first factor installed during a login, and a factor that somebody else takes away.

An agent has no contact point: nothing is sent to them, everything is in the journal and on their own page.
"""

from django.db import transaction

from accounts import actions
from accounts.cles_acces import Etat, Site
from accounts.droits import est_agent_en_fonction
from accounts.enums import Nature
from accounts.models import CodeSecours, Compte, Facteur, Session
from accounts.services.facteurs.application import retenir_totp
from accounts.services.facteurs.cles import d_un_seul_compte, lire_la_cle
from accounts.services.facteurs.codes import tirer_la_feuille
from accounts.services.facteurs.commun import noter
from accounts.services.second_facteur import a_un_facteur
from accounts.services.sessions import AccesFerme
from portal.journal.services import consigner


def installer_totp(*, compte: Compte, reference: str, saisie: str) -> list[str] | None:
    """The application of an agent who has just given their password: from now on it is asked. The ten codes that go
    with it, or None when the typed code is wrong. `compte`: as it was when the password was checked.

    Raises FacteurAbsent, AccesFerme.
    """
    with transaction.atomic():
        _tenir_sans_facteur(compte)
        facteur = retenir_totp(compte, reference, saisie)
        return _achever(facteur) if facteur is not None else None


def installer_cle(*, compte: Compte, nom: str, reponse: str, etat: Etat | None, site: Site) -> list[str]:
    """The same with the key that the browser has just made. Raises ReponseRefusee, CleDejaConnue, AccesFerme."""
    facteur = lire_la_cle(compte=compte, nom=nom, reponse=reponse, etat=etat, site=site)
    with d_un_seul_compte(), transaction.atomic():
        _tenir_sans_facteur(compte)
        facteur.save()
        return _achever(facteur)


def _tenir_sans_facteur(compte: Compte) -> None:
    """Of two logins that install one at the same time, one only does. Raises AccesFerme."""
    tenu = Compte.objects.select_for_update(no_key=True).get(pk=compte.pk)
    if not est_agent_en_fonction(tenu) or tenu.password != compte.password or a_un_facteur(tenu):
        raise AccesFerme


def _achever(facteur: Facteur) -> list[str]:
    noter(facteur.compte, actions.FACTEUR_INSTALLE, nature=facteur.nature)
    # Opened before it was compulsory, with a password alone.
    Session.objects.filter(compte=facteur.compte).delete()
    return tirer_la_feuille(facteur.compte)


def remettre_a_zero(*, reference: str, acteur: Compte | None) -> int:
    """Take every factor and printed code of an agent away, and close their sessions: at their next login they install
    another. How many factors there were. `acteur`: who does it, None for the command line.

    Raises Compte.DoesNotExist for what is no agent's.
    """
    with transaction.atomic():
        compte = Compte.objects.select_for_update(no_key=True).get(reference=reference, nature=Nature.AGENT)
        siens = Facteur.objects.filter(compte=compte)
        combien = siens.filter(confirme_le__isnull=False).count()
        siens.delete()
        CodeSecours.objects.filter(compte=compte).delete()
        Session.objects.filter(compte=compte).delete()
        consigner(
            action=actions.FACTEURS_REMIS_A_ZERO, acteur=acteur, sujet=f"compte:{compte.reference}",
            donnees={"combien": combien},
        )  # fmt: skip
    return combien
