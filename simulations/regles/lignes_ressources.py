"""The lines of what a household received in a month: each income, by person, as the law counts it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final, NamedTuple

from simulations.regles import articles
from simulations.regles.lignes import Ligne, Operation
from simulations.regles.mensuel import MoisEvalue
from simulations.regles.redaction import combien, de_personne, decimal, en_tete, euros, pourcent
from simulations.regles.revenus import Nature, Revenu, RevenusPersonne, Role


class _Presentation(NamedTuple):
    """How a kind of income is called, who fixes how it counts, and how its formula reads."""

    nom: str  # after « votre » or « vos »
    pluriel: bool
    article: str
    formule: Callable[[Revenu], str]


def _montant_recu(revenu: Revenu) -> str:
    return f"{euros(revenu.recu)} reçus dans le mois"


def _compte_comme_activite(revenu: Revenu) -> str:
    return f"{euros(revenu.recu)} reçus dans le mois, comptés comme un revenu d’activité"


def _apres_abattement(revenu: Revenu) -> str:
    (abattement,) = revenu.parametres
    return f"{euros(revenu.recu)} de chiffre d’affaires, moins un abattement de {pourcent(abattement.valeur)}"


def _douzieme_du_benefice(revenu: Revenu) -> str:
    return f"un douzième du bénéfice de {revenu.annee}, {euros(revenu.recu)}"


def _douzieme_du_patrimoine(revenu: Revenu) -> str:
    return f"un douzième de {euros(revenu.recu)} par an"


def _aah_avec_activite(revenu: Revenu) -> str:
    return f"comptée comme un revenu d’activité, car le travail rapporte au moins {_heures(revenu)}"


def _aah_sans_activite(revenu: Revenu) -> str:
    return f"comptée en entier, car le travail rapporte moins de {_heures(revenu)}"


def _heures(revenu: Revenu) -> str:
    heures, _smic = revenu.parametres
    return f"{decimal(heures.valeur)} heures de Smic"


def _sans_majoration(revenu: Revenu) -> str:
    if revenu.montant == revenu.recu:
        return _montant_recu(revenu)
    return f"{euros(revenu.recu)} reçus dans le mois, comptés sans leur majoration"


def _asf_plafonnee(revenu: Revenu) -> str:
    if revenu.montant == revenu.recu:
        return _montant_recu(revenu)
    part, bmaf = revenu.parametres
    limite = f"{pourcent(part.valeur)} de {euros(bmaf.valeur)} par enfant"
    enfants = combien(revenu.enfants or 0, "enfant")
    return f"{euros(revenu.recu)} reçus dans le mois, comptés dans la limite de {limite}, pour {enfants}"


_PRESENTATIONS: Final = {
    Nature.SALAIRE: _Presentation("salaire", False, articles.REVENUS_D_ACTIVITE, _montant_recu),
    Nature.VENTE: _Presentation(
        "revenus de micro-entreprise (ventes)", True, articles.REVENUS_D_ACTIVITE, _apres_abattement
    ),
    Nature.SERVICES_BIC: _Presentation(
        "revenus de micro-entreprise (prestations de services)",
        True,
        articles.REVENUS_D_ACTIVITE,
        _apres_abattement,
    ),
    Nature.LIBERAL_BNC: _Presentation(
        "revenus de micro-entreprise (activité libérale)",
        True,
        articles.REVENUS_D_ACTIVITE,
        _apres_abattement,
    ),
    Nature.IJ_MATERNITE: _Presentation(
        "indemnités de maternité, de paternité ou d’adoption",
        True,
        articles.REVENUS_D_ACTIVITE,
        _compte_comme_activite,
    ),
    Nature.IJ_MALADIE_ACTIVITE: _Presentation(
        "indemnités journalières de maladie", True, articles.REVENUS_D_ACTIVITE, _compte_comme_activite
    ),
    Nature.BENEFICE: _Presentation(
        "bénéfice d’indépendant", False, articles.REVENUS_D_ACTIVITE, _douzieme_du_benefice
    ),
    Nature.AAH_ACTIVITE: _Presentation("AAH", False, articles.AAH, _aah_avec_activite),
    Nature.CHOMAGE: _Presentation("allocations chômage", True, articles.RESSOURCES, _montant_recu),
    Nature.RETRAITE: _Presentation("retraite", False, articles.RESSOURCES, _montant_recu),
    Nature.PENSION_INVALIDITE: _Presentation(
        "pension d’invalidité", False, articles.RESSOURCES, _montant_recu
    ),
    Nature.PENSION_ALIMENTAIRE: _Presentation(
        "pension alimentaire reçue", False, articles.RESSOURCES, _montant_recu
    ),
    Nature.IJ_MALADIE: _Presentation(
        "indemnités journalières de maladie", True, articles.RESSOURCES, _montant_recu
    ),
    Nature.AAH: _Presentation("AAH", False, articles.AAH, _aah_sans_activite),
    Nature.PATRIMOINE: _Presentation(
        "revenus d’épargne et de biens immobiliers", True, articles.RESSOURCES, _douzieme_du_patrimoine
    ),
    Nature.AF: _Presentation("allocations familiales", True, articles.PRESTATIONS_COMPTEES, _sans_majoration),
    Nature.CF: _Presentation("complément familial", False, articles.PRESTATIONS_COMPTEES, _sans_majoration),
    Nature.ASF: _Presentation(
        "allocation de soutien familial", False, articles.PRESTATIONS_COMPTEES, _asf_plafonnee
    ),
    Nature.PAJE_BASE: _Presentation(
        "allocation de base de la Paje", False, articles.PRESTATIONS_COMPTEES, _montant_recu
    ),
    Nature.PREPARE: _Presentation(
        "prestation partagée d’éducation de l’enfant", False, articles.PRESTATIONS_COMPTEES, _montant_recu
    ),
}


def ligne_ressources(evalue: MoisEvalue) -> Ligne:
    """Everything the household received in the month, deducted; under it each income, by person, then benefits."""
    lignes = [
        _ligne_revenu(revenu, personne)
        for personne in evalue.revenus
        for revenu in (*personne.activites, *personne.autres)
    ]
    if evalue.patrimoine:
        lignes.append(_ligne_du_foyer(evalue.patrimoine))
    if evalue.prestations:
        lignes.append(_ligne_prestations(evalue))
    return Ligne(
        "ressources",
        "Vos ressources du mois" if lignes else "Pas de ressources ce mois-là",
        _deduit(evalue.base_ressources),
        "",
        (),
        articles.RESSOURCES,
        tuple(lignes),
        Operation.SOMME,
    )


def _ligne_revenu(revenu: Revenu, personne: RevenusPersonne) -> Ligne:
    presentation = _PRESENTATIONS[revenu.nature]
    if personne.role is Role.DEMANDEUR:
        return _ligne_du_foyer(revenu)
    qui = de_personne(personne.role, personne.personne.date_naissance)
    return _ligne(revenu, f"{en_tete(presentation.nom)} {qui}", presentation)


def _ligne_du_foyer(revenu: Revenu) -> Ligne:
    presentation = _PRESENTATIONS[revenu.nature]
    return _ligne(revenu, f"{'Vos' if presentation.pluriel else 'Votre'} {presentation.nom}", presentation)


def _ligne(revenu: Revenu, libelle: str, presentation: _Presentation) -> Ligne:
    return Ligne(
        revenu.nature.value,
        libelle,
        _deduit(revenu.montant),
        presentation.formule(revenu),
        revenu.parametres,
        presentation.article,
    )


def _ligne_prestations(evalue: MoisEvalue) -> Ligne:
    return Ligne(
        "prestations_familiales",
        "Vos prestations familiales",
        _deduit(evalue.prestations_familiales),
        "",
        (),
        articles.PRESTATIONS_EXCLUES,
        tuple([_ligne_du_foyer(prestation) for prestation in evalue.prestations]),
        Operation.SOMME,
    )


def _deduit(montant: Decimal) -> Decimal:
    return -montant if montant else montant
