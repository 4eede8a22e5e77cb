"""What `/composants` shows: one form in each of its states, and a place in a parcours."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import QueryDict

from portal.ui.formulaires import (
    CaseField,
    ChoixField,
    ChoixMultipleField,
    CodeField,
    CodePostalField,
    DateSaisieField,
    Doute,
    Formulaire,
    ListeField,
    MoisField,
    MontantField,
    MontantsMensuelsField,
    MotDePasseField,
    NombreField,
    OuiNonField,
    TexteField,
)

MOIS = [("2026-07", "juillet 2026"), ("2026-08", "août 2026"), ("2026-09", "septembre 2026")]


class ExempleForm(Formulaire):
    """One field of each kind, with the longest content that is real."""

    numero = TexteField(
        label="Numéro d’allocataire",
        initial="2 114 507",
        disabled=True,
        largeur="12",
        help_text="Il ne se modifie pas.",
    )
    nom = TexteField(
        label="Nom de naissance",
        help_text="Tel qu’il figure sur votre pièce d’identité.",
        aide="C’est le nom de votre acte de naissance, même si vous en utilisez un autre depuis un mariage.",
    )
    code_postal = CodePostalField(
        label="Code postal", help_text="Celui de votre logement, par exemple 31000."
    )
    naissance = DateSaisieField(label="Date de naissance", help_text="Par exemple 01/01/1990.")
    vie = ChoixField(label="Vous vivez", choices=[("seul", "Seul ou seule"), ("couple", "En couple")])
    enceinte = OuiNonField(label="Vous attendez un enfant", aide="Une grossesse en cours change le calcul.")
    statuts = ChoixMultipleField(
        label="Vous êtes",
        choices=[
            ("salarie", "En activité salariée"),
            ("etudiant", "Étudiant salarié, stagiaire ou apprenti"),
        ],
        help_text="Plusieurs réponses sont possibles.",
    )
    enfants = NombreField(label="Nombre d’enfants à votre charge")
    commune = ListeField(
        label="Commune",
        choices=[("", "Choisissez"), ("51649", "Vitry-le-François"), ("51513", "Saint-Remy-en-Bouzemont")],
        help_text="Plusieurs communes partagent ce code postal.",
    )
    salaire = MontantsMensuelsField(
        mois=MOIS,
        label="Votre salaire de chaque mois",
        help_text="Le « montant net social » de votre bulletin de paie.",
        aide="Il est écrit dans un cadre, au bas du bulletin.",
    )
    placements = MontantField(
        label="Revenus annuels de placements en 2024, avant tout abattement, pour toutes les personnes du foyer",
        required=False,
        aide="Intérêts, dividendes, loyers reçus. Ceux d’un livret A ne comptent pas.",
    )
    depuis = MoisField(label="Mois de la demande", required=False, help_text="Par exemple 10/2022.")
    exact = CaseField(label="J’ai vérifié mes réponses avec mes bulletins de paie")

    def doutes(self) -> list[Doute]:
        return [Doute("salaire", "Vous indiquez 0 € en août 2026, entre deux mois payés. Est-ce bien cela ?")]


class CompteForm(Formulaire):
    """What proves who somebody is."""

    mot_de_passe = MotDePasseField(label="Mot de passe")
    code = CodeField(
        label="Code reçu par SMS", help_text="Il est arrivé au 06 •• •• •• 19. Il vaut pendant 10 minutes."
    )
    nouveau = MotDePasseField(label="Nouveau mot de passe", nouveau=True)
    confirmation = MotDePasseField(
        label="Confirmation du nouveau mot de passe",
        nouveau=True,
        error_messages={"required": "Écrivez le même mot de passe une seconde fois."},
    )


@dataclass(frozen=True)
class RegleExemple:
    """A rule of a password, as a policy gives it."""

    cle: str
    phrase: str
    motif: str


REGLES = (
    RegleExemple("longueur", "8\u00a0à\u00a024\u00a0caractères", r"[\s\S]{8,24}"),
    RegleExemple("chiffre", "au moins 1\u00a0chiffre", r"[\s\S]*[0-9][\s\S]*"),
    RegleExemple("minuscule", "au moins 1\u00a0lettre minuscule", r"[\s\S]*[a-z][\s\S]*"),
    RegleExemple("majuscule", "au moins 1\u00a0lettre majuscule", r"[\s\S]*[A-Z][\s\S]*"),
    RegleExemple("alphabet", "uniquement des chiffres et des lettres sans accent", r"[0-9A-Za-z]+"),
)


@dataclass(frozen=True)
class RepereExemple:
    """A place in a parcours, for the bar of steps."""

    sur_titre: str = "Prime d’activité"
    titre: str = "Votre situation"
    numero: int = 2
    total: int = 3
    suivante: str | None = "votre estimation"


REMPLI = (
    "nom=Anne-Charlotte+de+La+Rochefoucauld-Montbazon&code_postal=31000&naissance=01/01/1990&vie=couple&enceinte=non"
    "&statuts=salarie&enfants=2&commune=51649&exact=on&salaire_0=12+345,67&salaire_1=0&salaire_2=1+200"
)


EN_ERREUR = "code_postal=31&naissance=31/02/2020&enfants=deux&salaire_0=1200&salaire_2=1.200&placements=-5"


def contexte() -> dict[str, Any]:
    """The forms: empty, in error, filled with a doubt and with the origin of some answers."""
    en_erreur = ExempleForm(QueryDict(EN_ERREUR), auto_id="erreur_%s")
    en_erreur.accepte()
    rempli = ExempleForm(QueryDict(REMPLI), auto_id="rempli_%s")
    rempli.accepte()
    rempli.origines = {
        "naissance": "D’après votre état civil.",
        "vie": "Connu de votre Caf\u00a0: dossier n°\u00a09000001 au 26 novembre 2026.",
        "salaire": "Vous l’avez modifié. Votre Caf connaît\u00a0: 1200\u00a0; 1200\u00a0; 1200.",
    }
    compte_en_erreur = CompteForm(QueryDict("code=12+34&nouveau=secret"), auto_id="compte_erreur_%s")
    return {
        "compte": CompteForm(auto_id="compte_%s"),
        "compte_en_erreur": compte_en_erreur,
        "regles": REGLES,
        "vide": ExempleForm(auto_id="vide_%s"),
        "en_erreur": en_erreur,
        "rempli": rempli,
        "repere": RepereExemple(),
        "icones": sorted(f.stem for f in Path(settings.RACINE, "templates/ui/icones").glob("*.svg")),
    }
