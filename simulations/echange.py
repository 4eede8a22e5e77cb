"""The exchange format of the simulator: a household as JSON in, an amount or an explained calculation out.

The command, the web form and other programs all build the same object. This module checks it and writes the
answer; it knows no file, no stream and no framework.

An optional key that is null is read as a key that is absent; null inside a list, or for a required key, is a
wrong type. Keys that the format does not name are ignored.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from simulations.regles import Estimation, Ligne, ParametreCite
from simulations.regles.calendrier import REGIMES, Mois
from simulations.regles.foyer import (
    ZERO,
    ZEROS,
    Adulte,
    Enfant,
    Foyer,
    Logement,
    PrestationsFamiliales,
    StatutLogement,
    Triplet,
)
from simulations.regles.mensuel import MoisEvalue
from simulations.regles.parametres import CENTIME, CONTEXTE

# Above it, an amount a month is a slip of the keyboard, not an income.
MONTANT_MAXIMUM: Final = Decimal(1_000_000)
PREMIER_MOIS: Final = Mois(2016, 1)
# A child may be announced before it is born, but not before it is conceived.
MOIS_DE_GROSSESSE: Final = 9
# The name under which an error that concerns the household as a whole is reported.
RACINE: Final = "foyer"

Objet = Mapping[str, Any]
T = TypeVar("T")


class FoyerInvalide(ValueError):
    """An answer that cannot be read: `champ` is its path (`adults[0].salaire_net[1]`), `message` a French sentence."""

    def __init__(self, champ: str, message: str) -> None:
        super().__init__(f"{champ}\u00a0: {message}")
        self.champ = champ
        self.message = message

    def dans(self, parent: str) -> "FoyerInvalide":
        """The same error, seen from the object that holds it."""
        if not self.champ:
            return FoyerInvalide(parent, self.message)
        separateur = "" if self.champ.startswith("[") else "."
        return FoyerInvalide(f"{parent}{separateur}{self.champ}", self.message)


def lire_foyer(objet: Objet) -> Foyer:
    """Read and check a household of the exchange format.

    Amounts are euros, given as int, float or Decimal. Raises FoyerInvalide at the first answer that is not valid.
    """
    if not isinstance(objet, Mapping):
        raise FoyerInvalide(RACINE, "Un foyer est un objet.")
    _identifiant(objet)
    mois = _mois_demande(objet)
    limite = _au_plus(mois, MOIS_DE_GROSSESSE)
    return Foyer(
        mois_demande=mois,
        regime=_regime(objet),
        isolement_recent=_booleen(objet, "isolement_recent"),
        adultes=_adultes(objet, limite),
        enfants=_liste(objet, "children", _lire_enfant, limite),
        logement=_sous_objet(objet, "housing", _lire_logement, _SANS_LOGEMENT),
        prestations=_sous_objet(objet, "family_benefits", _lire_prestations, _SANS_PRESTATION),
        patrimoine_annuel=_montant_facultatif(objet, "patrimoine_annuel"),
    )


_SANS_LOGEMENT: Final = Logement()
_SANS_PRESTATION: Final = PrestationsFamiliales()


def _identifiant(objet: Objet) -> None:
    identifiant = objet.get("id")
    if isinstance(identifiant, bool | list | Mapping):
        raise FoyerInvalide("id", "L’identifiant est un texte.")
    statut = objet.get("marital_status")
    if statut is not None and not isinstance(statut, str):
        raise FoyerInvalide("marital_status", "La situation familiale est un texte.")


def _mois_demande(objet: Objet) -> Mois:
    texte = objet.get("claim_month")
    try:
        mois = Mois.lire(texte)  # type: ignore[arg-type]
    except (TypeError, ValueError, AttributeError):
        raise FoyerInvalide("claim_month", "Indiquez le mois de la demande sous la forme AAAA-MM.") from None
    if mois < PREMIER_MOIS:
        message = (
            f"La prime d’activité existe depuis {PREMIER_MOIS.en_lettres()}\u00a0: ce mois est antérieur."
        )
        raise FoyerInvalide("claim_month", message)
    return mois


def _au_plus(mois: Mois, ecart: int) -> int:
    """The month `ecart` months later, as a plain number: it may lie past the last year that a calendar holds."""
    return int(mois) + ecart


def _regime(objet: Objet) -> str | None:
    regime = objet.get("regime")
    if regime is None or (isinstance(regime, str) and regime in REGIMES):
        return regime
    raise FoyerInvalide("regime", f"Le régime est {' ou '.join(REGIMES)}.")


# --- Persons -----------------------------------------------------------------------------------------------------


def _adultes(objet: Objet, limite: int) -> tuple[Adulte, ...]:
    adultes = _liste(objet, "adults", _lire_adulte, limite)
    if not 1 <= len(adultes) <= 2:
        raise FoyerInvalide("adults", "Un foyer compte un ou deux adultes.")
    return adultes


def _lire_adulte(objet: Objet, limite: int) -> Adulte:
    return Adulte(
        date_naissance=_naissance(objet, limite),
        etudiant=_booleen(objet, "student"),
        enceinte=_booleen(objet, "pregnant"),
        salaire_net=_triplet(objet, "salaire_net"),
        chomage=_triplet(objet, "chomage"),
        ij_maladie=_triplet(objet, "ij_maladie"),
        ij_maladie_avant=_triplet(objet, "ij_maladie_before"),
        ij_maternite=_triplet(objet, "ij_maternite"),
        ae_vente=_triplet(objet, "ae_vente"),
        ae_services_bic=_triplet(objet, "ae_services_bic"),
        ae_liberal_bnc=_triplet(objet, "ae_liberal_bnc"),
        aah=_triplet(objet, "aah"),
        pension_alimentaire_recue=_triplet(objet, "pension_alimentaire_recue"),
        retraite=_triplet(objet, "retraite"),
        pension_invalidite=_triplet(objet, "pension_invalidite"),
        date_arret_travail=_date_facultative(objet, "date_arret_travail"),
        tns_annuel=_benefices(objet),
    )


def _lire_enfant(objet: Objet, limite: int) -> Enfant:
    return Enfant(
        date_naissance=_naissance(objet, limite),
        salaire_net=_triplet(objet, "salaire_net"),
        salaire_net_avant=_montant_facultatif(objet, "salaire_net_before"),
    )


def _naissance(objet: Objet, limite: int) -> date:
    naissance = _date_facultative(objet, "birth_date")
    if naissance is None:
        raise FoyerInvalide("birth_date", "Indiquez la date de naissance sous la forme AAAA-MM-JJ.")
    if Mois.du_jour(naissance) > limite:
        raise FoyerInvalide("birth_date", "Cette naissance est à plus de neuf mois de la demande.")
    return naissance


def _benefices(objet: Objet) -> Mapping[int, Decimal]:
    par_annee = objet.get("tns_annuel")
    if par_annee is None:
        return {}
    if not isinstance(par_annee, Mapping):
        raise FoyerInvalide("tns_annuel", 'Indiquez un bénéfice par année, comme {"2021": 12000}.')
    benefices = {}
    for annee, benefice in par_annee.items():
        champ = f"tns_annuel.{annee}"
        if not (isinstance(annee, str) and len(annee) == 4 and annee.isascii() and annee.isdigit()):
            raise FoyerInvalide(champ, "L’année du bénéfice s’écrit en quatre chiffres.")
        if benefice is not None:
            benefices[int(annee)] = _montant(benefice, champ)
    return benefices


# --- Home and benefits -------------------------------------------------------------------------------------------


def _lire_logement(objet: Objet) -> Logement:
    return Logement(statut=_statut_logement(objet), aide_logement=_triplet(objet, "aide_logement"))


def _statut_logement(objet: Objet) -> StatutLogement:
    statut = objet.get("status")
    if statut is None:
        return StatutLogement.AUTRE
    if not isinstance(statut, str) or statut not in _STATUTS:
        raise FoyerInvalide("status", f"Le statut du logement est {', '.join(_STATUTS)}.")
    return _STATUTS[statut]


_STATUTS: Final = {statut.value: statut for statut in StatutLogement}


def _lire_prestations(objet: Objet) -> PrestationsFamiliales:
    return PrestationsFamiliales(
        af=_triplet(objet, "af"),
        af_base=_triplet_facultatif(objet, "af_base"),
        asf=_triplet(objet, "asf"),
        cf=_triplet(objet, "cf"),
        cf_non_majore=_triplet_facultatif(objet, "cf_non_majore"),
        paje_base=_triplet(objet, "paje_base"),
        prepare=_triplet(objet, "prepare"),
    )


# --- Bricks ------------------------------------------------------------------------------------------------------


def _liste(objet: Objet, cle: str, lire: Callable[[Objet, int], T], limite: int) -> tuple[T, ...]:
    elements = objet.get(cle)
    if elements is None:
        return ()
    if not isinstance(elements, list | tuple):
        raise FoyerInvalide(cle, "Indiquez une liste.")
    return tuple([_element(element, f"{cle}[{rang}]", lire, limite) for rang, element in enumerate(elements)])


def _element(element: Any, champ: str, lire: Callable[[Objet, int], T], limite: int) -> T:
    if not isinstance(element, Mapping):
        raise FoyerInvalide(champ, "Une personne est un objet.")
    try:
        return lire(element, limite)
    except FoyerInvalide as erreur:
        raise erreur.dans(champ) from None


def _sous_objet(objet: Objet, cle: str, lire: Callable[[Objet], T], absent: T) -> T:
    valeur = objet.get(cle)
    if valeur is None:
        return absent
    if not isinstance(valeur, Mapping):
        raise FoyerInvalide(cle, "Indiquez un objet.")
    try:
        return lire(valeur)
    except FoyerInvalide as erreur:
        raise erreur.dans(cle) from None


def _booleen(objet: Objet, cle: str) -> bool:
    valeur = objet.get(cle)
    if valeur is None:
        return False
    if not isinstance(valeur, bool):
        raise FoyerInvalide(cle, "Répondez par true ou false.")
    return valeur


def _date_facultative(objet: Objet, cle: str) -> date | None:
    texte = objet.get(cle)
    if texte is None:
        return None
    try:
        # fromisoformat alone would also take 20240131 and 2024-W05-3.
        if len(texte) == 10 and texte[4] == texte[7] == "-":
            return date.fromisoformat(texte)
    except (TypeError, ValueError):
        pass
    raise FoyerInvalide(cle, "Indiquez une date qui existe, sous la forme AAAA-MM-JJ.")


def _triplet(objet: Objet, cle: str) -> Triplet:
    montants = objet.get(cle)
    return ZEROS if montants is None else _lire_triplet(montants, cle)


def _triplet_facultatif(objet: Objet, cle: str) -> Triplet | None:
    montants = objet.get(cle)
    return None if montants is None else _lire_triplet(montants, cle)


def _lire_triplet(montants: Any, cle: str) -> Triplet:
    if not isinstance(montants, list | tuple) or len(montants) != 3:
        raise FoyerInvalide(
            cle, "Indiquez trois montants, un par mois de référence, du plus ancien au plus récent."
        )
    try:
        return _montant(montants[0], "[0]"), _montant(montants[1], "[1]"), _montant(montants[2], "[2]")
    except FoyerInvalide as erreur:
        raise erreur.dans(cle) from None


def _montant_facultatif(objet: Objet, cle: str) -> Decimal:
    montant = objet.get(cle)
    return ZERO if montant is None else _montant(montant, cle)


def _montant(valeur: Any, champ: str) -> Decimal:
    """An amount in euros, exactly as written: a float is read by its shortest digits."""
    if isinstance(valeur, bool) or not isinstance(valeur, Decimal | int | float):
        raise FoyerInvalide(champ, "Un montant est un nombre.")
    montant = valeur if isinstance(valeur, Decimal) else _en_decimal(valeur)
    if not montant.is_finite():
        raise FoyerInvalide(champ, "Un montant est un nombre fini.")
    if montant < 0:
        raise FoyerInvalide(champ, "Un montant ne peut pas être négatif.")
    if montant > MONTANT_MAXIMUM:
        raise FoyerInvalide(champ, "Un montant ne peut pas dépasser 1\u202f000\u202f000\u00a0€.")
    return montant


def _en_decimal(nombre: float) -> Decimal:
    return Decimal(nombre) if isinstance(nombre, int) else Decimal(repr(nombre))


# --- Answers -----------------------------------------------------------------------------------------------------


def reponse(identifiant: Any, estimation: Estimation, *, detail: bool = False) -> dict[str, Any]:
    """The answer for a household: its amount, gross of the CRDS; with `detail`, every line of the calculation."""
    resultat = {"id": identifiant, "ppa": estimation.montant}
    if detail:
        resultat["detail"] = _detail(estimation)
    return resultat


def reponse_invalide(identifiant: Any, erreur: FoyerInvalide) -> dict[str, Any]:
    """The answer for a household that cannot be read, at its place among the others."""
    return {"id": identifiant, "erreur": {"champ": erreur.champ, "message": erreur.message}}


def _detail(estimation: Estimation) -> dict[str, Any]:
    arbre = estimation.arbre()
    moyenne = arbre.enfants[0]
    return {
        "ppa_nette_crds": estimation.montant_net_crds,
        "moyenne": _centimes(estimation.moyenne),
        "droit_ouvert": estimation.droit_ouvert,
        "motif": estimation.motif.value,
        "mois": [
            _detail_du_mois(evalue, ligne)
            for evalue, ligne in zip(estimation.mois, moyenne.enfants, strict=True)
        ],
        "lignes": [_ligne(ligne._replace(enfants=())) for ligne in arbre.enfants],
    }


def _detail_du_mois(evalue: MoisEvalue, ligne: Ligne) -> dict[str, Any]:
    valeurs = {valeur: _centimes(getattr(evalue, valeur)) for valeur in _VALEURS_DU_MOIS}
    return {
        "mois": evalue.mois.iso,
        "enfants_a_charge": evalue.enfants_a_charge,
        "majoration_isolement": evalue.majoration_isolement,
        **valeurs,
        "lignes": [_ligne(enfant) for enfant in ligne.enfants],
    }


_VALEURS_DU_MOIS: Final = (
    "montant_forfaitaire",
    "revenus_activite",
    "part_revenus_activite",
    "bonification",
    "autres_ressources",
    "prestations_familiales",
    "base_ressources",
    "forfait_logement",
    "prime",
)


def _ligne(ligne: Ligne) -> dict[str, Any]:
    return {
        "cle": ligne.cle,
        "libelle": ligne.libelle,
        "montant": _centimes(ligne.montant),
        "formule": ligne.formule,
        "parametres": [_parametre(parametre) for parametre in ligne.parametres],
        "article": ligne.article,
        "operation": ligne.operation.value,
        "lignes": [_ligne(enfant) for enfant in ligne.enfants],
    }


def _parametre(parametre: ParametreCite) -> dict[str, Any]:
    return {
        "nom": parametre.nom,
        "valeur": parametre.valeur,
        "unite": parametre.unite,
        "depuis": parametre.depuis.iso,
        "source": parametre.source,
    }


def _centimes(montant: Decimal) -> Decimal:
    return montant.quantize(CENTIME, context=CONTEXTE)
