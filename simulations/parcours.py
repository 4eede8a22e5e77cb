"""The simulator of the prime d'activité as a parcours: Accès, Situation, Résultat."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from portal.parcours.etapes import A_REVOIR, Acquis, Arret, Etape, Parcours, Reponses
from portal.ui.formulaires import Formulaire
from simulations.forms.acces import AccesForm
from simulations.forms.essai import EssaiForm
from simulations.forms.logement import LogementForm, PrestationsForm
from simulations.forms.montants import choix_des_mois
from simulations.forms.revenus import RevenusForm, aide_du_salaire, avant_prelevement, net_social
from simulations.forms.situation import COUPLE, ActiviteForm, ConjointForm, EnfantsForm, FoyerForm
from simulations.presentation import presenter
from simulations.regles import Mois, mois_de_reference
from simulations.typographie import trois_mois

MAYOTTE = "976"
# Why a step must be seen again.
AUTRES_MOIS = "mois"

# By step, how the names of the answers that belong to a month begin.
MENSUELS: dict[str, tuple[str, ...]] = {
    "enfants": ("salaire_",),
    "revenus": ("",),
    "revenus-conjoint": ("",),
    "logement": ("aide_logement", "patrimoine"),
    "prestations": ("",),
}


def sans_les_mois(champs: dict[str, list[str]], debuts: tuple[str, ...]) -> dict[str, list[str]]:
    """The answers of a step without those of its months; the step must be seen again."""
    return {nom: v for nom, v in champs.items() if not nom.startswith(debuts)} | {A_REVOIR: [AUTRES_MOIS]}


def mois_etudies(acquis: Acquis) -> tuple[Mois, Mois, Mois]:
    """The three reference months of this claim, oldest first."""
    acces = acquis["acces"]
    return mois_de_reference(acces["mois_demande"], acces["regime"] or None)


class EtapeSimulation(Etape):
    """A page of this simulator; the three months are always written in full."""

    gabarit = "prime_activite/etape.html"
    partie = "situation"
    chapeau = ""

    def contexte(self, acquis: Acquis, formulaire: Formulaire | None) -> dict[str, Any]:
        if "acces" not in acquis:
            return {}
        return {
            "trois_mois": trois_mois(mois_etudies(acquis)),
            "mois_demande": acquis["acces"]["mois_demande"],
        }


class Acces(EtapeSimulation):
    slug, titre, partie = "acces", "Accès au simulateur", "acces"
    gabarit = "prime_activite/acces.html"

    def formulaire(self, acquis: Acquis, donnees: QueryDict | None = None) -> Formulaire:
        return AccesForm(donnees, aujourd_hui=timezone.localdate())


class LeFoyer(EtapeSimulation):
    slug, titre = "foyer", "Votre foyer"

    def formulaire(self, acquis: Acquis, donnees: QueryDict | None = None) -> Formulaire:
        return FoyerForm(donnees)


class LesEnfants(EtapeSimulation):
    slug, titre = "enfants", "Les enfants à votre charge"
    gabarit = "prime_activite/enfants.html"

    def s_applique(self, acquis: Acquis) -> bool:
        return bool(acquis.get("foyer", {}).get("nombre_enfants"))

    def formulaire(self, acquis: Acquis, donnees: QueryDict | None = None) -> Formulaire:
        return EnfantsForm(
            donnees,
            nombre=acquis["foyer"]["nombre_enfants"],
            mois=choix_des_mois(mois_etudies(acquis)),
            mois_demande=acquis["acces"]["mois_demande"],
        )


class Activite(EtapeSimulation):
    slug, titre = "activite", "Votre activité"

    def formulaire(self, acquis: Acquis, donnees: QueryDict | None = None) -> Formulaire:
        return ActiviteForm(donnees)


class Revenus(EtapeSimulation):
    slug, titre = "revenus", "Vos revenus"
    gabarit = "prime_activite/revenus.html"
    de = "activite"

    def s_applique(self, acquis: Acquis) -> bool:
        activite = acquis.get(self.de)
        return activite is not None and bool(
            set(activite["statuts"]) - {"autre"} or activite["aah"] or activite["autres_revenus"]
        )

    def formulaire(self, acquis: Acquis, donnees: QueryDict | None = None) -> Formulaire:
        return RevenusForm(donnees, activite=acquis[self.de], mois=mois_etudies(acquis))

    def contexte(self, acquis: Acquis, formulaire: Formulaire | None) -> dict[str, Any]:
        mois = mois_etudies(acquis)
        return {
            **super().contexte(acquis, formulaire),
            "aide_salaire": aide_du_salaire(mois),
            "net_social": net_social(mois),
            "avant_prelevement": avant_prelevement(mois),
            "bulletins_mixtes": _a_cheval(mois),
        }


def _a_cheval(mois: Sequence[Mois]) -> bool:
    """Some payslips of the quarter carry the « montant net social », others do not yet."""
    return not net_social(mois) and net_social(mois[-1:])


def en_couple(acquis: Acquis) -> bool:
    """Whether the household has a second adult."""
    return acquis.get("foyer", {}).get("vie") == COUPLE


class Conjoint(EtapeSimulation):
    slug, titre = "conjoint", "Votre conjoint ou conjointe"

    def s_applique(self, acquis: Acquis) -> bool:
        return en_couple(acquis)

    def formulaire(self, acquis: Acquis, donnees: QueryDict | None = None) -> Formulaire:
        return ConjointForm(donnees, mois_demande=acquis["acces"]["mois_demande"])


class RevenusConjoint(Revenus):
    slug, titre = "revenus-conjoint", "Les revenus de votre conjoint ou conjointe"
    de = "conjoint"

    def s_applique(self, acquis: Acquis) -> bool:
        return en_couple(acquis) and super().s_applique(acquis)


class LeLogement(EtapeSimulation):
    slug, titre = "logement", "Votre logement et vos aides"

    def formulaire(self, acquis: Acquis, donnees: QueryDict | None = None) -> Formulaire:
        return LogementForm(donnees, mois=mois_etudies(acquis))


class LesPrestations(EtapeSimulation):
    slug, titre = "prestations", "Vos prestations familiales"

    def s_applique(self, acquis: Acquis) -> bool:
        return bool(acquis.get("logement", {}).get("prestations"))

    def formulaire(self, acquis: Acquis, donnees: QueryDict | None = None) -> Formulaire:
        return PrestationsForm(
            donnees, prestations=acquis["logement"]["prestations"], mois=mois_etudies(acquis)
        )


class Resultat(EtapeSimulation):
    """The estimate; its form only tries another salary."""

    slug, titre, partie = "resultat", "Votre estimation", "resultat"
    gabarit = "prime_activite/resultat.html"
    ancre = "et-si"

    def formulaire(self, acquis: Acquis, donnees: QueryDict | None = None) -> Formulaire:
        return EssaiForm(donnees)

    def contexte(self, acquis: Acquis, formulaire: Formulaire | None) -> dict[str, Any]:
        essai = None
        if formulaire is not None and formulaire.is_bound and formulaire.is_valid():
            essai = formulaire.cleaned_data.get("salaire")
        return {**super().contexte(acquis, formulaire), **presenter(acquis, essai)}


class PrimeActivite(Parcours):
    """The whole simulator."""

    nom = "prime-activite"
    titre = "Prime d’activité"
    etapes = (
        Acces(),
        LeFoyer(),
        LesEnfants(),
        Activite(),
        Revenus(),
        Conjoint(),
        RevenusConjoint(),
        LeLogement(),
        LesPrestations(),
        Resultat(),
    )

    def revoir(self, etape: Etape, reponses: Reponses, avant: Acquis, acquis: Acquis) -> Reponses:
        """Another quarter: the amounts typed for the former months are not those of the new ones."""
        if etape.slug != "acces" or "acces" not in avant or mois_etudies(avant) == mois_etudies(acquis):
            return {}
        return {
            slug: sans_les_mois(reponses[slug], debuts)
            for slug, debuts in MENSUELS.items()
            if any(nom.startswith(debuts) and any(v) for nom, v in reponses.get(slug, {}).items())
        }

    def arret(self, acquis: Acquis) -> Arret | None:
        """Who this simulator can't answer: said at once, with what to do instead."""
        acces = acquis.get("acces")
        if acces is None:
            return None
        if not acces["reside_en_france"]:
            return Arret("hors_de_france", "acces")
        if acces["lieu"].departement is None:
            return Arret("hors_des_caf", "acces")
        if acces["lieu"].departement == MAYOTTE:
            return Arret("mayotte", "acces")
        if not acces["revenus_professionnels"]:
            return Arret("sans_revenu_professionnel", "acces")
        return None
