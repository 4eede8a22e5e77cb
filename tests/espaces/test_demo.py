"""The pages of the demonstration: fictitious people, simulated messages, and nothing at all for an operator."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from accounts.enums import Canal
from accounts.models import Personne, PointContact
from accounts.nir import Nir
from accounts.services import creer_personne
from dossiers.models import Dossier, Rattachement
from portal.courriers.models import EnvoiSimule
from portal.courriers.selectors import AFFICHES_MAX
from portal.espaces import familles, urls
from tests.outils.mesures import KO, octets_compresses
from tests.outils.page import Page

ADRESSES = ("/demo/", "/demo/courriers/")
INSECABLE = "\u00a0"


def page(client, chemin: str) -> Page:
    reponse = client.get(chemin)
    assert reponse.status_code == 200
    return Page(reponse.content.decode())


def simuler(destinataire: str, texte: str, *, canal: str = "sms", il_y_a: int = 0, sujet: str = "") -> None:
    envoi = EnvoiSimule(canal=canal, le=timezone.now() - timedelta(minutes=il_y_a))
    envoi.pli = {"destinataire": destinataire, "sujet": sujet, "texte": texte, "html": "", "pdf": ""}
    envoi.save()


@pytest.mark.django_db
@pytest.mark.parametrize("chemin", ADRESSES)
def test_un_exploitant_n_a_ni_page_ni_adresse_ni_lien(client, settings, chemin: str, assert_sql) -> None:
    settings.DEMONSTRATION = False
    caches["pages"].clear()
    with assert_sql(0):
        assert client.get(chemin).status_code == client.post(chemin).status_code == 404
    assert urls.demonstration() == []
    assert "/demo/" not in Page(client.get("/plan-du-site/").content.decode()).liens()


@pytest.mark.parametrize("methode", ["get", "head"])
@pytest.mark.parametrize("chemin", ADRESSES)
def test_ni_gardee_ni_indexee(client, db, chemin: str, methode: str) -> None:
    reponse = getattr(client, methode)(chemin)
    assert reponse.status_code == 200 and not reponse.cookies
    assert "no-store" in reponse.headers["Cache-Control"]
    assert "noindex" in reponse.headers["X-Robots-Tag"]
    assert client.post(chemin).status_code == 405


def test_le_plan_du_site_y_mene(client, db) -> None:
    caches["pages"].clear()
    assert "/demo/" in page(client, "/plan-du-site/").liens()
    assert "/demo/courriers/" in page(client, "/demo/").liens()


def test_une_demonstration_vide_le_dit(client, db) -> None:
    assert "Il n’y en a pas encore" in page(client, "/demo/").texte()
    assert "Il n’y en a pas encore" in page(client, "/demo/courriers/").texte()


def test_chaque_personne_a_ce_qu_il_faut_pour_essayer(client, portail_rempli) -> None:
    vue = page(client, "/demo/")
    html, texte = vue.html, vue.texte()
    for personne in Personne.objects.prefetch_related("points_contact"):
        assert personne.prenoms in html and familles.nir_groupe(personne.nir) in html
        assert Nir(familles.nir_groupe(personne.nir)) == personne.nir
        for point in personne.points_contact.all():
            derniers = point.valeur[-2:] if point.canal == Canal.SMS else point.valeur.splitlines()[-1]
            assert derniers in html
    for numero in Dossier.objects.values_list("liens_caf__numero_allocataire", flat=True):
        assert (numero in html) is (numero != "9000005")  # the number that Ange left in Corsica
    assert "Sans dossier" in texte and "Responsable du dossier" in texte and "Numéro d’attente" in texte
    assert "parce qu’ils sont fictifs" in texte
    assert html.count("Manon") == 2 and html.count("Olivier") == 1
    assert "Association tutélaire des Capucines" in html and {"en cours", "terminé", "à venir"} <= set(
        re.findall(r"en cours|terminé|à venir", texte)
    )
    assert octets_compresses(html) <= 12 * KO


def test_les_personnes_et_les_agents_coutent_toujours_dix_requetes(
    client, portail_rempli, assert_sql
) -> None:
    with assert_sql(10):
        client.get("/demo/")
    Rattachement.objects.exclude(personne__prenoms="Nadia").delete()
    with assert_sql(10):
        client.get("/demo/")


def test_ce_qu_un_visiteur_a_tape_n_y_parait_pas(client, portail_rempli) -> None:
    creer_personne(
        nom_naissance="Visiteur",
        prenoms="Bavard",
        date_naissance=date(1990, 1, 1),
        nir=Nir("1900131555999"),
    )
    Personne.objects.filter(prenoms="Nadia").update(nom_usage="Vrainom")
    point = PointContact.objects.get(personne__prenoms="Nadia", canal=Canal.SMS)
    point.valeur = "+33612345678"
    point.save()
    html = page(client, "/demo/").html
    assert "Bavard" not in html and "Vrainom" not in html
    assert "12345678" not in html.replace(INSECABLE, "").replace(" ", "")
    assert "nadia.morel@courriel.example" in html


@pytest.mark.parametrize(
    ("naissance", "ecrit"),
    [
        (date(2026, 11, 23), "0 mois"),
        (date(2024, 11, 24), "23 mois"),
        (date(2024, 11, 23), "2 ans"),
        (date(1992, 11, 24), "33 ans"),
    ],
)
def test_les_tout_petits_se_comptent_en_mois(naissance: date, ecrit: str) -> None:
    assert familles.age(naissance, date(2026, 11, 23)) == ecrit.replace(" ", INSECABLE)


def test_un_numero_provisoire_se_lit_sans_cle() -> None:
    assert familles.nir_groupe(Nir("2920631555999")).split()[:6] == [
        "2", "92", "06", "31", "555", "999",
    ]  # fmt: skip
    assert familles.nir_groupe(Nir("8920699116999")).endswith(" 116 999")


def test_les_messages_par_destinataire_les_plus_recents_d_abord(client, db, assert_sql) -> None:
    simuler("+33639984665", "Votre code : 111222", il_y_a=9)
    simuler("nadia@courriel.example", "Bonjour <b>Nadia</b>", canal="courriel", sujet="Votre code", il_y_a=5)
    simuler("+33639984665", "Votre code : 333444", il_y_a=1)
    with assert_sql(1):
        vue = page(client, "/demo/courriers/")
    reperes = [
        "06 39 98 46 65".replace(" ", INSECABLE),
        "333444",
        "111222",
        "nadia@courriel.example",
        "Bonjour &lt;b&gt;Nadia",
    ]
    rangs = [vue.html.index(repere) for repere in reperes]
    assert rangs == sorted(rangs)
    assert "aucun SMS, aucun courriel, aucune lettre ne part" in vue.texte()
    assert "Les codes sont montrés exprès" in vue.texte() and "Il n’y en a pas encore" not in vue.texte()


def test_la_page_des_messages_ne_grossit_pas_sans_fin(client, db, assert_sql) -> None:
    for rang in range(AFFICHES_MAX + 5):
        simuler(f"+3363998{rang:04}", f"Votre code est {rang * 7919 % 1000000:06}.", il_y_a=rang)
    with assert_sql(1):
        vue = page(client, "/demo/courriers/")
    assert len(vue.tous("article")) == AFFICHES_MAX
    assert octets_compresses(vue.html) <= 12 * KO


def test_les_adresses_existent_dans_la_demonstration() -> None:
    adresses = [str(p.pattern) for p in urls.demonstration()]
    assert adresses[:2] == ["demo/", "demo/courriers/"]
    assert all(a.startswith("demo/identite/") for a in adresses[2:])
