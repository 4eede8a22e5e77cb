"""The demonstration families: nobody real, plausible on the day of loading, the same when loaded again."""

import re
from datetime import date
from unittest import mock

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.chargement import charger_personnes
from accounts.enums import NatureNir
from accounts.models import EmpreinteNir, NirAncien, Personne, PointContact
from accounts.nir import Nir, NirIllisible
from accounts.selectors import personne_par_nir
from dossiers.chargement import charger_dossiers, charger_tuteurs
from dossiers.enums import Portee, Role
from dossiers.models import Dossier, LienCaf, Mandat, MembreTuteur, Rattachement, Tuteur
from dossiers.selectors import (
    dossiers_visibles,
    lien_caf,
    mandats_ouverts,
    portees,
    portees_du_mandat,
)
from portal.courriers.models import Courrier
from portal.reference import il_y_a
from tests.outils.typographie import fautes

JOURS = [date(2026, 1, 1), date(2028, 2, 29), date(2026, 12, 31)]


def charger() -> list[str]:
    return [charger_personnes(), charger_dossiers(), charger_tuteurs()]


@pytest.fixture
def familles(db: None) -> None:
    call_command("charger_reference", verbosity=0)
    charger()


def personne(prenom: str) -> Personne:
    return Personne.objects.get(prenoms__startswith=prenom, reference__startswith="DEM0P")


@given(st.integers(0, 1500), st.dates(min_value=date(1990, 1, 1)), st.integers(1, 28))
def test_il_y_a_des_mois(mois: int, le: date, jour: int) -> None:
    avant = il_y_a(mois, le, jour)
    assert (le.year - avant.year) * 12 + le.month - avant.month == mois and avant.day == jour


@pytest.mark.django_db
@pytest.mark.parametrize("jour", JOURS)
def test_personne_n_est_reel_quel_que_soit_le_jour(jour: date) -> None:
    call_command("charger_reference", verbosity=0)
    with mock.patch.object(timezone, "localdate", lambda: jour):
        charger()
    assert Personne.objects.count() == 22
    for qui in Personne.objects.all():
        assert qui.nir is not None and qui.nir.est_fictif()
        corps = qui.nir.en_clair()
        assert corps[1:5] == f"{qui.date_naissance:%y%m}" and qui.date_naissance < jour
        assert Nir(corps + qui.nir.cle) == qui.nir
        assert personne_par_nir(qui.nir) == qui
    for point in PointContact.objects.all():
        if point.canal == "sms":
            assert re.fullmatch(r"\+3363998\d{4}", point.valeur)
        if point.canal == "courriel":
            assert point.valeur.endswith("@courriel.example")


def test_chaque_cle_de_demonstration_est_verifiee(familles) -> None:
    nir = personne("Nadia").nir
    assert nir is not None
    with pytest.raises(NirIllisible):
        Nir(nir.en_clair() + f"{(int(nir.cle) % 97) + 1:02}")


def test_recharger_ne_change_rien_et_va_vite(familles, assert_sql) -> None:
    modeles = (Personne, EmpreinteNir, NirAncien, PointContact, Dossier, LienCaf, Rattachement)
    modeles += (Tuteur, MembreTuteur, Mandat)
    avant = [list(m.objects.order_by("pk").values()) for m in modeles]
    with assert_sql(au_plus=10):
        phrases = charger()
    assert [list(m.objects.order_by("pk").values()) for m in modeles] == avant
    assert all("dont 0 nouve" in p and not fautes(p) for p in phrases)


def test_un_exploitant_n_en_a_aucune(db, settings) -> None:
    settings.DEMONSTRATION = False
    assert all("aucun" in p and not fautes(p) for p in charger())
    assert not Personne.objects.exists() and not Dossier.objects.exists() and not Tuteur.objects.exists()


def test_leurs_vies_sont_plausibles_aujourd_hui(familles) -> None:
    le = timezone.localdate()
    en_cours = Rattachement.objects.filter(periode__contains=le)
    for dossier in Dossier.objects.all():
        assert en_cours.filter(dossier=dossier, role=Role.RESPONSABLE).count() == 1
        assert lien_caf(dossier, le) is not None
    for lien in en_cours.select_related("personne"):
        age = (le - lien.personne.date_naissance).days / 365.25
        assert age < 21 if lien.role == Role.ENFANT else age > 18
        assert lien.periode.lower >= lien.personne.date_naissance.replace(day=1) and lien.periode.lower <= le


def test_une_enfant_est_dans_deux_dossiers_et_son_pere_n_ouvre_plus_l_ancien(familles) -> None:
    le = timezone.localdate()
    manon, olivier, theo, ines = (personne(p) for p in ("Manon", "Olivier", "Théo", "Inès"))
    siens = Rattachement.objects.filter(personne=manon, periode__contains=le)
    assert {lien_caf(r.dossier, le).caf_id for r in siens} == {"59", "62"}
    du_nord = siens.get(dossier__liens_caf__caf="59").dossier
    assert portees(olivier, du_nord, le) == frozenset() and dossiers_visibles(olivier, le).count() == 1
    assert portees(olivier, du_nord, il_y_a(24, le))
    assert dossiers_visibles(theo, le).count() == 1 and not dossiers_visibles(ines, le)


def test_un_demenagement_un_numero_provisoire_un_numero_d_attente_et_quelqu_un_sans_dossier(familles) -> None:
    le = timezone.localdate()
    ange = dossiers_visibles(personne("Ange"), le).get()
    assert lien_caf(ange, le).caf_id == "13" and lien_caf(ange, il_y_a(12, le)).caf_id == "2A"
    assert personne("Petra").nir.nature == NatureNir.PROVISOIRE
    assert personne("Aminata").nir.nature == NatureNir.ATTENTE
    assert not dossiers_visibles(personne("Lucas"), le)


def test_un_organisme_et_un_proche_agissent_pour_d_autres_avant_pendant_et_apres(familles) -> None:
    """MC-14 : un mandat terminé et un autre à venir n'ouvrent rien ; personne n'a été prévenu."""
    le = timezone.localdate()
    for membre in ("Rachid", "Clémence"):
        siens = mandats_ouverts(personne(membre), le)
        assert {m.protegee.prenoms for m in siens} == {"Gérard", "Yvette"}
    (sien,) = mandats_ouverts(personne("Philippe"), le)
    assert sien.protegee == personne("Odette") and Portee.COORDONNEES_BANCAIRES in portees_du_mandat(sien)
    assert {m.protegee.prenoms for m in mandats_ouverts(personne("Rachid"), il_y_a(-2, le))} > {"Ange"}
    assert not Courrier.objects.exists()
