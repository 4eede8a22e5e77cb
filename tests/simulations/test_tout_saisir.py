"""Every input of the exchange format can be typed: 598 households go through the form and keep their amount."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.http import QueryDict

from portal.ui.typographie import euros
from simulations.echange import lire_foyer
from simulations.forms.logement import PARTS, PRESTATIONS, SANS_AIDE_UTILE
from simulations.forms.revenus import CHIFFRES_D_AFFAIRES
from simulations.forms.situation import AUTRES_REVENUS, CINQ_ET_PLUS
from simulations.foyer_saisi import foyer_de
from simulations.parcours import PrimeActivite
from simulations.regles import estimer

DONNEES = Path(__file__).parent / "donnees"
PARCOURS = PrimeActivite()
LE_JOUR_MEME = date(2026, 11, 23)


def lire(nom):
    return json.loads((DONNEES / nom).read_text(), parse_float=Decimal)


FOYERS = lire("foyers-600.json")
CAS = [cas["household"] for cas in lire("cas-40.json")]


def jour(iso):
    return "/".join(reversed(iso.split("-")))


def montants(nom, trois, saisie):
    for rang, montant in enumerate(trois):
        saisie[f"{nom}_{rang}"] = euros(Decimal(montant))


def activite(adulte):
    """What the activity page is told about one adult."""
    statuts = [s for s, vrai in (
        ("etudiant", adulte.get("student")),
        ("salarie", adulte.get("salaire_net") and not adulte.get("student")),
        ("auto_entrepreneur", any(adulte.get(n) for n, _ in CHIFFRES_D_AFFAIRES)),
        ("independant", adulte.get("tns_annuel")),
    ) if vrai] or ["autre"]  # fmt: skip
    autres = [nom for nom, _ in AUTRES_REVENUS if adulte.get(nom)]
    if adulte.get("ij_maladie_before") and "ij_maladie" not in autres:
        autres.append("ij_maladie")
    return {"statuts": statuts, "aah": "oui" if adulte.get("aah") else "non", "autres_revenus": autres}


def revenus(adulte, dit):
    """What the income page is told about one adult."""
    saisie = {}
    mensuels = [*dit["autres_revenus"], *(["aah"] if dit["aah"] == "oui" else [])]
    if {"salarie", "etudiant"} & set(dit["statuts"]):
        mensuels.append("salaire_net")
    mensuels += [nom for nom, _ in CHIFFRES_D_AFFAIRES if adulte.get(nom)]
    for nom in mensuels:
        montants(nom, adulte.get(nom, [0, 0, 0]), saisie)
    if adulte.get("ij_maladie_before"):
        montants("ij_maladie_avant", adulte["ij_maladie_before"], saisie)
    if adulte.get("date_arret_travail"):
        saisie["date_arret_travail"] = jour(adulte["date_arret_travail"])
    saisie.update({f"benefice_{a}": str(b) for a, b in adulte.get("tns_annuel", {}).items()})
    return saisie


def enfants(liste):
    saisie = {}
    for rang, enfant in enumerate(liste, 1):
        saisie[f"naissance_{rang}"] = jour(enfant["birth_date"])
        if enfant.get("salaire_net"):
            montants(f"salaire_{rang}", enfant["salaire_net"], saisie)
        if enfant.get("salaire_net_before"):
            saisie[f"salaire_avant_{rang}"] = str(enfant["salaire_net_before"])
    return saisie


def prestations(familiales):
    saisie = {}
    for nom, trois in familiales.items():
        montants(nom, trois, saisie)
    for nom, (part, _) in PARTS.items():
        if part in familiales and nom not in familiales:
            montants(nom, [0, 0, 0], saisie)
    return saisie


def reponses_de(foyer):
    """The answers that somebody of this household would type, page by page."""
    adultes, familiales = foyer["adults"], foyer.get("family_benefits", {})
    annee, mois = foyer["claim_month"].split("-")
    seul = "seul_recent" if foyer.get("isolement_recent") else "seul"
    statut = foyer.get("housing", {}).get("status", "other")
    dits = [activite(adulte) for adulte in adultes]
    reponses = {
        "acces": {
            "reside_en_france": "oui", "code_postal": "31000", "date_naissance": jour(adultes[0]["birth_date"]),
            "revenus_professionnels": "oui", "mois_demande": f"{mois}/{annee}", "regime": foyer.get("regime", ""),
        },
        "foyer": {
            "vie": "couple" if len(adultes) == 2 else seul, "enceinte": "oui" if adultes[0].get("pregnant") else "non",
            "nombre_enfants": str(min(CINQ_ET_PLUS, len(foyer.get("children", [])))),
        },
        "enfants": enfants(foyer.get("children", [])),
        "activite": dits[0],
        "revenus": revenus(adultes[0], dits[0]),
        "logement": {
            "statut": statut, "patrimoine_annuel": str(foyer.get("patrimoine_annuel", "")),
            "prestations": [n for n, _ in PRESTATIONS if n in familiales or PARTS.get(n, ("",))[0] in familiales],
        },
        "prestations": prestations(familiales),
    }  # fmt: skip
    aide = foyer.get("housing", {}).get("aide_logement")
    if aide or statut not in SANS_AIDE_UTILE:
        montants("aide_logement", aide or [0, 0, 0], reponses["logement"])
    if len(adultes) == 2:
        grossesse = "oui" if adultes[1].get("pregnant") else "non"
        reponses["conjoint"] = {
            "date_naissance": jour(adultes[1]["birth_date"]),
            "enceinte": grossesse,
            **dits[1],
        }
        reponses["revenus-conjoint"] = revenus(adultes[1], dits[1])
    return reponses


def saisir(foyer):
    """Go through the forms, confirm what they ask about, and return the household that they make."""
    reponses, acquis = reponses_de(foyer), {}
    for etape in PARCOURS.etapes[:-1]:
        if not etape.s_applique(acquis):
            continue
        saisie = QueryDict(mutable=True)
        for nom, valeur in reponses[etape.slug].items():
            saisie.setlist(nom, valeur if isinstance(valeur, list) else [valeur])
        formulaire = etape.formulaire(acquis, saisie)
        if not formulaire.accepte():
            assert not formulaire.errors, (foyer.get("id"), etape.slug, formulaire.errors)
            for doute in formulaire.doutes_en_attente:
                saisie[formulaire.nom_confirmation(doute.champ)] = formulaire.empreinte(doute.champ)
            formulaire = etape.formulaire(acquis, saisie)
            assert formulaire.accepte(), (foyer.get("id"), etape.slug)
        acquis[etape.slug] = formulaire.cleaned_data
    return foyer_de(acquis)


@pytest.fixture(autouse=True)
def _le_jour_du_calcul(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a, **k: LE_JOUR_MEME)


@pytest.mark.parametrize("debut", range(0, len(FOYERS), 100))
def test_chaque_foyer_du_contrat_se_saisit_et_garde_son_montant(debut):
    """SIM-21 to SIM-41: nothing of the contract is out of reach, nothing is lost between the page and the law."""
    for foyer in FOYERS[debut : debut + 100]:
        assert estimer(saisir(foyer)).montant == estimer(lire_foyer(foyer)).montant, foyer["id"]


def test_les_quarante_cas_se_saisissent():
    for foyer in CAS:
        assert estimer(saisir(foyer)).montant == estimer(lire_foyer(foyer)).montant, foyer


def test_les_montants_saisis_arrivent_tels_quels():
    """Not only the total: each figure of a household that has one of everything."""
    trois = [Decimal("1.10"), Decimal("2.20"), Decimal("3.30")]
    mensuels = [
        "salaire_net", "chomage", "ij_maladie", "ij_maladie_before", "ij_maternite", "ae_vente", "ae_services_bic",
        "ae_liberal_bnc", "aah", "pension_alimentaire_recue", "retraite", "pension_invalidite",
    ]  # fmt: skip
    familiales = ["af", "af_base", "asf", "cf", "cf_non_majore", "paje_base", "prepare"]
    adulte = {
        "birth_date": "1990-02-03", "student": True, "pregnant": True, "date_arret_travail": "2022-06-15",
        "tns_annuel": {"2020": Decimal(5), "2021": Decimal(6), "2022": Decimal(7)},
        **dict.fromkeys(mensuels, trois),
    }  # fmt: skip
    foyer = {
        "claim_month": "2022-10", "regime": "M-2", "adults": [adulte, {**adulte, "birth_date": "1991-02-03"}],
        "children": [{"birth_date": "2004-05-06", "salaire_net": trois, "salaire_net_before": Decimal(9)}],
        "housing": {"status": "free_with_contribution", "aide_logement": trois},
        "family_benefits": dict.fromkeys(familiales, trois),
        "patrimoine_annuel": Decimal("12.34"),
    }  # fmt: skip
    assert saisir(foyer) == lire_foyer(foyer)
