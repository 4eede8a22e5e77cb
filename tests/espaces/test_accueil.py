"""The home page, for who has said nothing yet and for who has chosen a Caf."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches

from portal.espaces import horloge, questions
from portal.espaces.enums import Theme
from portal.espaces.prestations import toutes as prestations
from portal.http.cookies import nom
from tests.outils.mesures import KO, octets_compresses
from tests.outils.page import Page

pytestmark = pytest.mark.django_db


def _page(client) -> Page:
    return Page(client.get("/").content.decode())


def test_l_accueil_pose_une_question_propose_quatre_demarches_et_cinq_themes(client) -> None:
    """GEN-01, GEN-03, GEN-13, GEN-17, GEN-21, SIM-01."""
    page = _page(client)
    texte = page.texte()
    for attendu in ("Que se passe-t-il dans votre vie", "Cherchez avec vos mots", "Nous contacter", "3230"):
        assert attendu in texte
    for demarche in ("Faire une simulation", "Demander une prestation", "Déclarer un changement"):
        assert demarche in texte
    themes = [lien for lien in page.liens() if lien.startswith("/themes/")]
    assert themes == [f"/themes/{theme.value}/" for theme in Theme]


def test_chaque_theme_a_sa_couleur_et_son_nom_ecrit_partout_ou_il_apparait(client, publier) -> None:
    """GEN-14 : jamais la couleur seule."""
    publier(theme=Theme.HANDICAP)
    for chemin in ("/", "/actualites/", "/themes/handicap/"):
        page = Page(client.get(chemin).content.decode())
        classes = {c for e in page.tous() for c in (e.get("class") or "").split() if c.startswith("theme-")}
        assert classes
        for classe in classes:
            assert Theme(classe.removeprefix("theme-")).label in page.texte()


def test_l_accueil_lit_la_base_deux_fois_au_plus_puis_plus_du_tout(client, publier, assert_sql) -> None:
    for rang in range(12):
        publier(f"Nouvelle {rang}", caf_id="31" if rang % 2 else None)
    for caf in (None, "31", "974", "00", "96"):
        client.cookies.clear()
        if caf:
            client.cookies[nom("caf")] = caf
        caches["pages"].clear()
        with assert_sql(au_plus=2):
            client.get("/")
        with assert_sql(0):
            reponse = client.get("/")
        assert not reponse.cookies


def test_l_accueil_est_leger(client, publier) -> None:
    for rang in range(4):
        publier(
            "Un titre de quatre-vingt-dix caractères, la plus longue chose qu’un agent puisse écrire là"[:90],
            slug=f"l{rang}",
        )
    assert octets_compresses(client.get("/").content) <= 6 * KO


@pytest.mark.parametrize(
    ("instant", "titre", "reponse"),
    [
        (
            datetime(2026, 11, 23, 9, tzinfo=UTC),
            "en décembre",
            "Le vendredi 4 décembre 2026, pour vos droits de novembre",
        ),
        (datetime(2026, 12, 4, 9, tzinfo=UTC), "en décembre", "Aujourd’hui, vendredi 4 décembre 2026"),
        (
            datetime(2026, 12, 4, 23, 30, tzinfo=UTC),
            "en janvier",
            "Le mardi 5 janvier 2027, pour vos droits de décembre",
        ),
    ],
)
def test_quand_serai_je_paye_est_repondu_par_le_calendrier(
    client, monkeypatch, instant, titre, reponse
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: instant)
    texte = _page(client).texte()
    assert f"Quand serai-je payé {titre}" in texte and reponse in texte


def test_aujourd_hui_est_le_jour_de_la_caf_de_la_personne(client, monkeypatch) -> None:
    """À 22 h à Paris le 4, il est déjà le 5 à La Réunion, et encore le 4 à la Martinique."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 12, 4, 21, tzinfo=UTC))
    assert "Aujourd’hui" in _page(client).texte()
    client.cookies[nom("caf")] = "974"
    assert "Aujourd’hui" not in _page(client).texte()
    client.cookies[nom("caf")] = "972"
    assert "Aujourd’hui" in _page(client).texte()


def test_une_page_qui_dit_aujourd_hui_ne_survit_pas_a_minuit(client, monkeypatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 12, 4, 22, 59, 50, tzinfo=UTC))
    for chemin in ("/", "/aide/", "/themes/logement/"):
        assert client.get(chemin)["Cache-Control"].endswith("max-age=10")


def test_minuit_change_d_heure_avec_la_saison() -> None:
    veille = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)  # the 25th, 1:30 in Paris; that day lasts 25 hours
    assert horloge.minuit_suivant(veille, None) == datetime(2026, 10, 26, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("jour", "mois"),
    [
        (date(2025, 3, 15), "novembre 2024, décembre 2024 et janvier 2025"),
        (date(2026, 6, 1), "février, mars et avril 2026"),
        (date(2026, 12, 31), "août, septembre et octobre 2026"),
        (date(2027, 1, 1), "septembre, octobre et novembre 2026"),
    ],
)
def test_les_mois_a_declarer_sautent_le_mois_qui_vient_de_finir(jour: date, mois: str) -> None:
    (question,) = questions.choisies(("quels-mois-declarer",), jour)
    assert mois in question.reponse[0]


def test_les_questions_suivent_les_saisons() -> None:
    ete = {q.slug for q in questions.du_moment(date(2026, 8, 1))}
    printemps = {q.slug for q in questions.du_moment(date(2026, 4, 1))}
    assert {"rentree", "loyer-de-juillet"} <= ete
    assert not {"rentree", "loyer-de-juillet"} & printemps
    assert "quand-paye" in ete & printemps


@pytest.mark.parametrize("mois", range(1, 13))
def test_chaque_mois_a_de_quoi_remplir_l_accueil(mois: int) -> None:
    posees = questions.du_moment(date(2026, mois, 15))
    assert 4 <= len(posees) <= questions.NOMBRE_A_L_ACCUEIL
    assert all(q.titre.endswith("\u00a0?") and q.reponse for q in posees)


def test_les_26_prestations_sont_sous_un_des_cinq_themes() -> None:
    assert len(prestations()) == len({p.id for p in prestations()}) == 26
    assert {p.theme for p in prestations()} == set(Theme.values)
