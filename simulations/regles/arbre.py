"""The calculation as a tree of lines in French, drawn from what the evaluation recorded.

No amount is worked out here: a line shows a recorded value, or its opposite when it is deducted.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Final

from simulations.regles import articles, baremes
from simulations.regles.baremes import ParametreCite
from simulations.regles.estimation import Estimation, Motif
from simulations.regles.foyer import ZERO
from simulations.regles.lignes import Ligne, Operation
from simulations.regles.lignes_ressources import ligne_ressources
from simulations.regles.mensuel import MoisEvalue, MotifForfait
from simulations.regles.parametres import CONTEXTE, ParametresDuMois
from simulations.regles.redaction import (
    combien,
    de_personne,
    decimal,
    euros,
    foyer_en_lettres,
    pourcent,
)
from simulations.regles.revenus import RevenusPersonne, Role


def dessiner(estimation: Estimation) -> Ligne:
    """The tree of an estimation: the root is the amount, under it the mean of three months and what stops it."""
    with localcontext(CONTEXTE):
        return _racine(estimation)


def _racine(estimation: Estimation) -> Ligne:
    lignes = [_ligne_moyenne(estimation)]
    if estimation.motif in _REFUS:
        lignes.append(_ligne_non_versee(estimation))
    return Ligne(
        "prime_activite",
        "Votre prime d’activité, par mois",
        estimation.montant,
        "moyenne des trois mois, arrondie au centime" if estimation.montant else "rien n’est versé",
        (),
        articles.MONTANT_FORFAITAIRE,
        tuple(lignes),
        Operation.ARRONDI,
    )


def _ligne_moyenne(estimation: Estimation) -> Ligne:
    mois = tuple([_ligne_mois(evalue) for evalue in estimation.mois])
    montants = " + ".join([euros(evalue.prime) for evalue in estimation.mois])
    return Ligne(
        "moyenne",
        "Moyenne des trois mois",
        estimation.moyenne,
        f"({montants}) ÷ 3",
        (),
        articles.PERIODE_DE_REFERENCE,
        mois,
        Operation.MOYENNE,
    )


_REFUS: Final = {
    Motif.SANS_ACTIVITE: "Pas de prime, car personne n’a de revenu d’activité dans ces trois mois",
    Motif.ETUDIANT_SOUS_LE_SEUIL: (
        "Pas de prime, car un étudiant, stagiaire ou apprenti doit gagner plus de {seuil} chacun des trois mois"
    ),
    Motif.MOINS_DE_18_ANS: "Pas de prime, car personne n’a 18 ans dans le foyer",
    Motif.MOINS_DE_15_EUROS: "Pas de prime, car elle n’est pas versée en dessous de {minimum} par mois",
}


def _ligne_non_versee(estimation: Estimation) -> Ligne:
    """Why the mean is not paid; its amount takes the mean away."""
    motif, trimestre = estimation.motif, estimation.trimestre
    evaluation = trimestre.evaluation
    libelle = _REFUS[motif].format(
        seuil=euros(evaluation.seuil_autonomie), minimum=euros(trimestre.minimum.valeur)
    )
    parametres = {
        Motif.ETUDIANT_SOUS_LE_SEUIL: (
            baremes.PART_DU_SMIC_MENSUEL.en_vigueur(evaluation.mois),
            baremes.HEURES_DU_SMIC_MENSUEL.en_vigueur(evaluation.mois),
            evaluation.smic,
        ),
        Motif.MOINS_DE_18_ANS: (baremes.AGE_MINIMUM.en_vigueur(evaluation.mois),),
        Motif.MOINS_DE_15_EUROS: (trimestre.minimum,),
    }.get(motif, ())
    article = articles.MINIMUM_VERSE if motif is Motif.MOINS_DE_15_EUROS else articles.ACTIVITE_MINIMALE
    return Ligne("non_versee", libelle, _deduit(estimation.moyenne), "", parametres, article)


# --- One month ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Textes:
    """What every household reads alike for a month: worded once, as it takes longer to word than to compute."""

    mois_iso: str
    mois: str
    base: str
    fraction: str
    forfaits: tuple[str, ...]
    bonus_depuis: str
    bonus_maximum: str
    bonus_entier_des: str
    sans_bonus: str
    bonus_entier: str
    bonus_cite: tuple[ParametreCite, ...]


@lru_cache(maxsize=256)
def _textes(parametres: ParametresDuMois) -> _Textes:
    depuis, entier_des = euros(parametres.bonification_depuis), euros(parametres.bonification_entiere_des)
    debut, fin = parametres.debut_bonification, parametres.fin_bonification
    return _Textes(
        mois_iso=f"mois_{parametres.mois.iso}",
        mois=parametres.mois.en_lettres(),
        base=euros(parametres.base.valeur),
        fraction=pourcent(parametres.fraction.valeur),
        forfaits=_textes_des_forfaits(parametres),
        bonus_depuis=depuis,
        bonus_maximum=euros(parametres.bonification_maximum),
        bonus_entier_des=entier_des,
        sans_bonus=f"pas de bonus jusqu’à {depuis} de revenus ({decimal(debut.valeur)} heures de Smic)",
        bonus_entier=f"bonus entier à partir de {entier_des} de revenus ({decimal(fin.valeur)} heures de Smic)",
        bonus_cite=(parametres.taux_bonification, parametres.base, debut, fin, parametres.smic),
    )


_PERSONNES_DU_FORFAIT: Final = ("", " pour deux personnes", " pour trois personnes")


def _textes_des_forfaits(parametres: ParametresDuMois) -> tuple[str, ...]:
    return tuple(
        f"{pourcent(taux.valeur)} de {euros(base)}, le montant de base{personnes}"
        for taux, base, personnes in zip(
            parametres.taux_forfait, parametres.bases_forfait, _PERSONNES_DU_FORFAIT, strict=True
        )
    )


def _ligne_mois(evalue: MoisEvalue) -> Ligne:
    textes = _textes(evalue.parametres)
    lignes = [
        _ligne_montant_forfaitaire(evalue, textes),
        _ligne_bonification(evalue, textes),
        _ligne_part(evalue, textes),
        ligne_ressources(evalue),
        _ligne_forfait_logement(evalue, textes),
    ]
    if evalue.complement_ressources:
        lignes.append(_ligne_complement(evalue))
    if evalue.prime != evalue.solde:
        lignes.append(_ligne_ramene_a_zero(evalue))
    return Ligne(
        textes.mois_iso,
        f"Prime calculée pour {textes.mois}",
        evalue.prime,
        "montant de base + bonus + part de vos revenus d’activité − vos ressources − forfait logement",
        (),
        articles.CALCUL,
        tuple(lignes),
        Operation.SOMME,
    )


def _ligne_montant_forfaitaire(evalue: MoisEvalue, textes: _Textes) -> Ligne:
    if evalue.composition.majoration_isolement:
        return _ligne_montant_majore(evalue, textes)
    return Ligne(
        "montant_forfaitaire",
        f"Montant de base pour {foyer_en_lettres(evalue.adultes, evalue.enfants_a_charge)}",
        evalue.montant_forfaitaire,
        textes.base if evalue.personnes == 1 else f"{textes.base} × {decimal(evalue.coefficient)}",
        (evalue.parametres.base,),
        articles.MONTANT_FORFAITAIRE,
    )


def _ligne_montant_majore(evalue: MoisEvalue, textes: _Textes) -> Ligne:
    parametres = evalue.parametres
    return Ligne(
        "montant_forfaitaire",
        f"Montant de base majoré pour {_parent_seul(evalue.enfants_a_charge)}",
        evalue.montant_forfaitaire,
        f"{pourcent(evalue.coefficient)} de {textes.base}",
        (parametres.base, parametres.parent_isole, parametres.parent_isole_par_enfant),
        articles.PARENT_ISOLE,
    )


def _parent_seul(enfants: int) -> str:
    return (
        f"un parent seul avec {combien(enfants, 'enfant')}"
        if enfants
        else "une personne seule qui attend un enfant"
    )


def _ligne_bonification(evalue: MoisEvalue, textes: _Textes) -> Ligne:
    lignes = [_ligne_bonus(personne, evalue, textes) for personne in evalue.revenus if personne.activite]
    return Ligne(
        "bonification",
        "Bonus d’activité",
        evalue.bonification,
        "un bonus pour chaque personne qui travaille",
        (),
        articles.BONIFICATION,
        tuple(lignes),
        Operation.SOMME,
    )


def _ligne_bonus(personne: RevenusPersonne, evalue: MoisEvalue, textes: _Textes) -> Ligne:
    if personne.role is Role.DEMANDEUR:
        libelle = "Bonus pour vos revenus d’activité"
    else:
        qui = de_personne(personne.role, personne.personne.date_naissance)
        libelle = f"Bonus pour les revenus d’activité {qui}"
    return Ligne(
        "bonification_personne",
        libelle,
        personne.bonification,
        _formule_du_bonus(personne, evalue, textes),
        textes.bonus_cite,
        articles.BONIFICATION,
    )


def _formule_du_bonus(personne: RevenusPersonne, evalue: MoisEvalue, textes: _Textes) -> str:
    if not personne.bonification:
        return textes.sans_bonus
    if personne.activite >= evalue.parametres.bonification_entiere_des:
        return f"{textes.bonus_maximum}, {textes.bonus_entier}"
    au_dela = f"({euros(personne.activite)} − {textes.bonus_depuis})"
    return f"{textes.bonus_maximum} × {au_dela} ÷ ({textes.bonus_entier_des} − {textes.bonus_depuis})"


def _ligne_part(evalue: MoisEvalue, textes: _Textes) -> Ligne:
    seul = evalue.adultes == 1 and len(evalue.revenus) == 1
    qui = "de vos revenus d’activité" if seul else "des revenus d’activité du foyer"
    return Ligne(
        "part_revenus_activite",
        f"{textes.fraction} {qui}",
        evalue.part_revenus_activite,
        f"{textes.fraction} de {euros(evalue.revenus_activite)}",
        (evalue.parametres.fraction,),
        articles.FRACTION,
    )


_MOTIFS_DU_FORFAIT: Final = {
    MotifForfait.SANS_OBJET: "Pas de forfait logement, car vous ne recevez pas d’aide au logement",
    MotifForfait.PROPRIETAIRE: "Forfait logement, car vous êtes propriétaire sans emprunt à rembourser",
    MotifForfait.LOGE_GRATUITEMENT: "Forfait logement, car votre logement est gratuit",
    MotifForfait.AIDE_AU_LOGEMENT: "Forfait logement, car vous recevez une aide au logement",
    MotifForfait.AIDE_INFERIEURE: "Forfait logement, limité à l’aide au logement que vous recevez",
}


def _ligne_forfait_logement(evalue: MoisEvalue, textes: _Textes) -> Ligne:
    motif = evalue.motif_forfait
    if motif is MotifForfait.SANS_OBJET:
        return _SANS_FORFAIT
    rang = min(evalue.personnes, 3) - 1
    formule = textes.forfaits[rang]
    if motif is MotifForfait.AIDE_INFERIEURE:
        formule = f"{euros(evalue.forfait_logement)} d’aide, moins que {formule}, soit {euros(evalue.plafond_forfait)}"
    return Ligne(
        "forfait_logement",
        _MOTIFS_DU_FORFAIT[motif],
        _deduit(evalue.forfait_logement),
        formule,
        (evalue.parametres.taux_forfait[rang], evalue.parametres.base),
        articles.FORFAIT_LOGEMENT,
    )


_SANS_FORFAIT: Final = Ligne(
    "forfait_logement", _MOTIFS_DU_FORFAIT[MotifForfait.SANS_OBJET], ZERO, "", (), articles.FORFAIT_LOGEMENT
)


def _ligne_complement(evalue: MoisEvalue) -> Ligne:
    return Ligne(
        "complement_ressources",
        "Complément, car vos ressources sont comptées au moins pour le montant de base",
        _deduit(evalue.complement_ressources),
        f"ce qui manque à vos ressources et au forfait logement pour atteindre {euros(evalue.montant_forfaitaire)}",
        (),
        articles.CALCUL,
    )


def _ligne_ramene_a_zero(evalue: MoisEvalue) -> Ligne:
    """The month cannot be below zero, and counts for nothing before someone is of age."""
    if evalue.composition.majeur:
        libelle, article = "Ramené à zéro, car vos ressources dépassent le montant obtenu", articles.CALCUL
    else:
        libelle, article = (
            "Ramené à zéro, car personne n’a encore 18 ans dans le foyer ce mois-là",
            articles.ACTIVITE_MINIMALE,
        )
    return Ligne("ramene_a_zero", libelle, _deduit(evalue.solde), "", (), article)


def _deduit(montant: Decimal) -> Decimal:
    return -montant if montant else ZERO
