"""Search: people type as they speak."""

import logging
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.espaces import recherche
from portal.http.journaux import FormatJson
from tests.outils.page import Page

JOUR = date(2026, 11, 23)


def _titres(q: str) -> list[str]:
    return [d.titre for groupe in recherche.chercher(q, JOUR, []) for d in groupe.documents]


@pytest.mark.parametrize(
    ("q", "attendu"),
    [
        ("prime d'activité", "Prime d’activité (PPA)"),
        ("PRIME D’ACTIVITE", "Prime d’activité (PPA)"),
        ("je viens d’avoir un bébé", "Prime à la naissance (Paje)"),
        ("loyer", "Aides personnelles au logement (AL)"),
        ("apl", "Aide personnalisée au logement (APL)"),
        ("rdv", "Prendre rendez-vous"),
        ("mot de passe", "Mon Compte"),
        ("quand suis-je payé", "Quand serai-je payé en décembre\u00a0?"),
        ("je me sépare", "Je me sépare\u00a0: quand prévenir la Caf\u00a0?"),
        ("chômage", "Revenu de solidarité active (RSA)"),
        ("nounou", "Complément de libre choix du mode de garde (CMG)"),
        ("handicapés adultes", "Allocation aux adultes handicapés (AAH)"),
        ("propriétaire", "Bailleurs"),
        ("simul", "Faire une simulation"),
        ("code postal", "Ma Caf"),
    ],
)
def test_on_trouve_avec_ses_mots_GEN_10(q: str, attendu: str) -> None:
    assert attendu in _titres(q)


def test_le_titre_exact_passe_avant_une_simple_mention() -> None:
    assert _titres("prime d'activité")[0] in {"Prime d’activité (PPA)", "Estimer ma prime d’activité"}
    assert _titres("handicap")[0] in {"Handicap", "Handicap\u00a0: à qui s’adresser d’abord\u00a0?"}


def test_un_mot_inconnu_n_efface_pas_ce_que_les_autres_trouvent() -> None:
    assert "Mon Compte" in _titres("xyzzy mot de passe")
    assert _titres("xyzzy") == []


@given(st.text(max_size=300))
def test_aucune_recherche_ne_fait_tomber_la_page(q: str) -> None:
    for groupe in recherche.chercher(q, JOUR, []):
        assert groupe.documents
        assert len({d.url + d.titre for d in groupe.documents}) == len(groupe.documents)


@pytest.mark.django_db
class TestPage:
    def test_les_nouvelles_publiees_sont_trouvees_les_autres_non(self, client, publier, assert_sql) -> None:
        publier("Une crèche ouvre à Muret", caf_id="31")
        publier("Une crèche ouvre partout")
        publier("Une crèche ouvrira", dans=timedelta(days=1))
        with assert_sql(1):
            page = client.get("/recherche/", {"q": "creche ouvre"}).content.decode()
        assert "Une crèche ouvre partout" in page
        assert "Muret" not in page and "ouvrira" not in page

    def test_les_resultats_sont_groupes_et_comptes(self, client) -> None:
        page = Page(client.get("/recherche/", {"q": "logement"}).content.decode())
        titres = " ".join("".join(h.itertext()) for h in page.tous("h2"))
        assert "Prestations (" in titres and "Démarches et pages (" in titres
        assert re.search(r"\d+ résultats pour", page.texte())

    def test_sans_resultat_on_propose_autre_chose(self, client) -> None:
        texte = Page(client.get("/recherche/", {"q": "xyzzy"}).content.decode()).texte()
        assert "rien trouvé" in texte and "3230" in texte and "Vie personnelle" in texte

    def test_une_recherche_vide_montre_par_ou_commencer(self, client, assert_sql) -> None:
        with assert_sql(0):
            page = client.get("/recherche/").content.decode()
        assert "rien trouvé" not in page and "Chercher par thème" in page

    def test_ce_qu_on_tape_est_coupe_a_200_signes_et_jamais_execute(self, client) -> None:
        client.tolerer("typographie")
        reponse = client.get("/recherche/", {"q": '"><script>alert(1)</script>' + "a" * 500})
        page = reponse.content.decode()
        assert "<script>alert" not in page
        (champ,) = [e for e in Page(page).tous("input") if e.get("id") == "q"]
        assert len(champ.get("value", "")) == recherche.LONGUEUR_MAX

    def test_ce_qu_on_cherche_n_est_ni_garde_ni_indexe_ni_ecrit_dans_un_journal(self, client, caplog) -> None:
        caplog.set_level(logging.DEBUG)
        reponse = client.get("/recherche/", {"q": "mon secret"})
        assert "no-store" in reponse["Cache-Control"] and "noindex" in reponse["X-Robots-Tag"]
        assert not reponse.cookies
        ecrit = [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")]
        assert not any("secret" in ligne for ligne in ecrit)

    def test_une_panne_ne_l_ecrit_pas_non_plus(self, client, monkeypatch, caplog) -> None:
        """Django joint la requête à ses erreurs ; le journal en JSON de la production ne la recopie pas."""

        def tomber(*_: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(recherche, "chercher", tomber)
        client.raise_request_exception = False
        assert client.get("/recherche/", {"q": "mon secret"}).status_code == 500
        lignes = [FormatJson("%(message)s").format(r) for r in caplog.records]
        assert lignes and not any("secret" in ligne for ligne in lignes)

    @pytest.mark.parametrize("q", ["\x00", "%", "'; drop table", "\u202e", "  ", "…", "🏠"])
    def test_les_signes_etranges_ne_derangent_rien(self, client, q: str) -> None:
        client.tolerer("typographie")
        assert client.get("/recherche/", {"q": q}).status_code == 200
