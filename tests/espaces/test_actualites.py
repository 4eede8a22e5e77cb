"""News: written by an agent, shown from one instant to another, to the whole country or to one Caf."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.espaces import selectors
from portal.espaces.models import Actualite
from portal.espaces.views.actualites import cle, lire_cle
from portal.http.cookies import nom

pytestmark = pytest.mark.django_db

HEURE = timedelta(hours=1)
JOUR = timedelta(days=1)


def _lire(client, chemin: str = "/", caf: str | None = None) -> str:
    client.cookies.clear()
    if caf:
        client.cookies[nom("caf")] = caf
    return client.get(chemin).content.decode()


def test_une_nouvelle_est_lue_entre_sa_publication_et_son_retrait(client, publier) -> None:
    publier("Déjà retirée", dans=-3 * JOUR, pendant=2 * JOUR)
    publier("En ce moment", dans=-JOUR, pendant=2 * JOUR)
    publier("Pour toujours", dans=-JOUR)
    publier("Demain seulement", dans=JOUR)
    for chemin in ("/", "/actualites/"):
        page = _lire(client, chemin)
        assert "En ce moment" in page and "Pour toujours" in page
        assert "Déjà retirée" not in page and "Demain seulement" not in page


def test_hors_de_ses_dates_sa_page_n_existe_pas(client, publier) -> None:
    for actualite in (publier("Retirée", dans=-3 * JOUR, pendant=JOUR), publier("À venir", dans=JOUR)):
        assert client.get(actualite.get_absolute_url()).status_code == 404
    visible = publier("Visible")
    assert "Un second." in _lire(client, visible.get_absolute_url())


def test_une_nouvelle_locale_n_est_lue_que_par_les_gens_de_cette_caf_GEN_12(client, publier) -> None:
    publier("Pour tous")
    publier("Pour Toulouse", caf_id="31")
    assert "Pour Toulouse" not in _lire(client)
    assert "Pour Toulouse" not in _lire(client, caf="75")
    page = _lire(client, caf="31")
    assert "Pour Toulouse" in page and "Pour tous" in page and "Caf de la Haute-Garonne" in page


def test_une_page_gardee_juste_avant_une_publication_ne_lui_survit_pas(client, publier) -> None:
    """La page est gardée une minute au plus, et jamais au-delà du prochain changement."""
    _chauffer(client)
    publier("Bientôt", dans=timedelta(seconds=4))
    avant = client.get("/")
    assert "Bientôt" not in avant.content.decode()
    assert int(re.search(r"max-age=(\d+)", avant["Cache-Control"])[1]) <= 4
    time.sleep(4.1)
    assert "Bientôt" in client.get("/").content.decode()


def test_une_page_gardee_juste_avant_un_retrait_ne_lui_survit_pas(client, publier) -> None:
    _chauffer(client)
    actualite = publier("Encore là", dans=-HEURE, pendant=HEURE + timedelta(seconds=4))
    for chemin in ("/", actualite.get_absolute_url()):
        assert "Encore là" in client.get(chemin).content.decode()
    time.sleep(4.1)
    assert "Encore là" not in client.get("/").content.decode()
    assert client.get(actualite.get_absolute_url()).status_code == 404


def _chauffer(client) -> None:
    """The templates are compiled before the seconds that count."""
    client.get("/")
    caches["pages"].clear()


def test_la_prochaine_bascule_est_le_premier_changement_qui_concerne_la_personne(publier) -> None:
    maintenant = timezone.now()
    assert selectors.prochaine_bascule(None, maintenant) is None
    publier(dans=-JOUR, pendant=3 * JOUR)
    assert selectors.prochaine_bascule(None, maintenant) == Actualite.objects.get().depublie_le
    proche = publier(dans=JOUR)
    locale = publier(dans=HEURE, caf_id="31")
    assert selectors.prochaine_bascule(None, maintenant) == proche.publie_le
    assert selectors.prochaine_bascule("75", maintenant) == proche.publie_le
    assert selectors.prochaine_bascule("31", maintenant) == locale.publie_le
    assert selectors.prochaine_bascule(None, proche.publie_le) == Actualite.objects.earliest("id").depublie_le


def test_les_instants_exacts_publier_inclus_retirer_exclu(publier) -> None:
    actualite = publier(le=datetime(2026, 12, 1, 8, tzinfo=UTC), pendant=JOUR)
    un_rien = timedelta(microseconds=1)
    for instant, visible in [
        (actualite.publie_le - un_rien, False),
        (actualite.publie_le, True),
        (actualite.depublie_le - un_rien, True),
        (actualite.depublie_le, False),
    ]:
        assert actualite.en_vigueur(instant) is visible
        assert selectors.actualites_en_vigueur(None, instant).exists() is visible


def test_la_liste_se_parcourt_sans_perdre_ni_repeter_une_nouvelle(client, publier, assert_sql) -> None:
    """Par clé : deux nouvelles du même instant, et une publication entre deux pages, ne dérangent rien."""
    ensemble = timezone.now() - 2 * JOUR
    for rang in range(selectors.PAR_PAGE * 2 + 3):
        publier(f"Nouvelle {rang:02d}.", le=ensemble if rang % 3 else ensemble - rang * HEURE)
    vues: list[str] = []
    chemin: str | None = "/actualites/"
    while chemin:
        caches["pages"].clear()
        with assert_sql(au_plus=2):
            page = client.get(chemin).content.decode()
        vues += re.findall(r"Nouvelle \d\d", page)
        suite = re.search(r'href="(\?apres=[^"]+)"', page)
        chemin = f"/actualites/{suite[1]}" if suite else None
        publier("Parue entre deux pages")
    assert len(vues) == len(set(vues)) == selectors.PAR_PAGE * 2 + 3


@pytest.mark.parametrize("faux", ["", "0", "-", "a-b", "1-2-3", "9" * 40 + "-1", "1-" + "9" * 40, "1-\u0663"])
def test_une_cle_falsifiee_mene_au_debut_de_la_liste(client, publier, faux: str) -> None:
    publier("La première")
    assert lire_cle(faux) is None
    assert "La première" in client.get("/actualites/", {"apres": faux}).content.decode()


def test_la_plus_grande_cle_acceptee_ne_fait_rien_tomber(client, publier) -> None:
    for texte in ("9" * 17 + "-" + "9" * 18, "0-0"):
        assert client.get("/actualites/", {"apres": texte}).status_code == 200


def test_une_cle_se_relit(publier) -> None:
    actualite = publier()
    assert lire_cle(cle(actualite)) == (actualite.publie_le, actualite.pk)


def test_sans_nouvelle_la_page_dit_ce_qui_viendra_ici(client) -> None:
    assert "dès leur publication" in _lire(client, "/actualites/")
    assert "Rien de nouveau" in _lire(client)


@pytest.mark.parametrize(
    ("champs", "contrainte", "message"),
    [
        ({"pendant": -HEURE}, "actualite_retiree_apres_publication", "doit suivre"),
        ({"theme": "sport"}, "actualite_theme_connu", "cinq thèmes"),
        ({"resume": ""}, "actualite_ecrite", "obligatoires"),
    ],
)
def test_la_base_refuse_ce_qui_n_a_pas_de_sens(publier, champs, contrainte: str, message: str) -> None:
    with pytest.raises(IntegrityError, match=contrainte), transaction.atomic():
        publier(**champs)
    bonne = publier()
    pendant = champs.pop("pendant", None)
    bonne.depublie_le = bonne.publie_le + pendant if pendant else None
    for champ, valeur in champs.items():
        setattr(bonne, champ, valeur)
    with pytest.raises(ValidationError, match=message):
        bonne.validate_constraints()


def test_deux_nouvelles_n_ont_pas_la_meme_adresse(publier) -> None:
    publier(slug="pareil")
    with pytest.raises(IntegrityError, match="actualite_adresse_unique"), transaction.atomic():
        publier(slug="pareil")


def test_le_jour_affiche_est_celui_de_la_caf(publier) -> None:
    instant = datetime(2026, 12, 1, 22, 30, tzinfo=UTC)  # 23:30 in Paris, 2:30 on the 2nd at La Réunion
    assert publier(le=instant).jour.day == 1
    assert publier(le=instant, caf_id="974").jour.day == 2


def test_un_vrai_portail_refuse_les_nouvelles_fictives(settings) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="fictives"):
        call_command("charger_demo")
    assert not Actualite.objects.exists()


def test_la_demonstration_a_des_nouvelles_recentes_et_se_recharge_sans_les_doubler(client) -> None:
    call_command("charger_reference", verbosity=0)
    for _ in range(2):
        call_command("charger_demo", verbosity=0)
    assert Actualite.objects.count() == len(set(Actualite.objects.values_list("slug", flat=True))) == 10
    en_vigueur = selectors.actualites_en_vigueur("31", timezone.now())
    assert 5 <= en_vigueur.count() < 10
    assert timezone.now() - en_vigueur[0].publie_le < 2 * JOUR
    page = _lire(client, caf="31")
    assert "ouvre à Muret" in page and "Vacances d’automne" not in page
