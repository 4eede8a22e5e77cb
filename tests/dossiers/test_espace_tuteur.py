"""« Espace tuteur » (MC-14): its door, its list, the dossier one has picked, and for whom one acts on each page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.enums import Nature
from accounts.models import Compte
from dossiers.enums import Mesure, MotifFin, NatureTuteur
from dossiers.models import Mandat
from dossiers.selectors.mandats import PAR_PAGE
from dossiers.services import ajouter_membre, creer_tuteur, retirer_membre, terminer_mandat
from portal.http.acces import type_vue
from portal.journal.models import Evenement
from portal.ui.typographie import date_courte
from tests.accounts.acces import se_connecter
from tests.accounts.fabrique import FICTIF
from tests.dossiers.tuteurs import ASSOCIATION, ESPACE, LE, NUMERO, Scene, beaucoup_de_mandats, jouer
from tests.invariants.test_adresses import _motifs
from tests.outils.mesures import KO, octets_compresses
from tests.outils.page import Page

pytestmark = pytest.mark.django_db
UN_JOUR = timedelta(days=1)


@pytest.fixture
def scene(db: None) -> Scene:
    return jouer()


@pytest.fixture
def chez_eve(client, scene: Scene) -> Client:
    client.force_login(scene.eve.compte)
    return client


def adresse(mandat: Mandat) -> str:
    return f"{ESPACE}{mandat.reference}/"


def noms(html: str) -> list[str]:
    return ["".join(h.itertext()) for h in Page(html).tous("h3")]


def main(html: str) -> str:
    principal = Page(html).racine.find(".//main")
    return "".join(principal.itertext())


# ------------------------------------------------------------------ the door
def test_la_porte_explique_et_mene_a_la_connexion_puis_a_l_espace(client, scene: Scene) -> None:
    """MC-14."""
    porte = Page(client.get("/tuteur/").content.decode())
    assert {ESPACE, "/premiere-connexion/code/", "/creer-mon-compte/"} <= set(porte.liens())
    assert "votre propre numéro" in porte.texte() and "le jugement" in porte.texte()
    vers = client.get(ESPACE)
    assert vers["Location"] == f"/connexion/?next={ESPACE}"
    reponse = se_connecter(client, "2800431000101", question=f"?next={ESPACE}")
    assert reponse["Location"] == ESPACE
    assert ASSOCIATION in client.get(ESPACE).content.decode()


@pytest.mark.parametrize(
    "ailleurs", ["https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example"]
)
def test_la_porte_ne_mene_pas_ailleurs(client, scene: Scene, ailleurs: str) -> None:
    reponse = se_connecter(client, "2800431000101", question=f"?next={ailleurs}")
    assert reponse["Location"] == "/mon-compte/"


def test_mon_compte_y_mene_qui_est_tuteur_et_n_y_mele_aucun_dossier(client, scene: Scene) -> None:
    scene.mandat()
    client.force_login(scene.eve.compte)
    accueil = client.get("/mon-compte/").content.decode()
    assert ESPACE in Page(accueil).liens() and NUMERO not in accueil and "Roche" not in main(accueil)
    client.force_login(scene.sacha.compte)
    assert ESPACE not in Page(client.get("/mon-compte/").content.decode()).liens()


def test_la_personne_protegee_lit_qui_agit_pour_elle(client, scene: Scene) -> None:
    scene.mandat(au=LE() + 10 * UN_JOUR)
    client.force_login(scene.camille.compte)
    lue = main(client.get("/mon-compte/").content.decode())
    assert "Qui peut agir pour moi" in lue and ASSOCIATION in lue and "Curatelle renforcée" in lue
    assert date_courte(LE() + 9 * UN_JOUR) in lue
    client.force_login(scene.sacha.compte)
    assert ASSOCIATION not in client.get("/mon-compte/").content.decode()


# ------------------------------------------------------------------ the list
def test_la_liste_dit_pour_qui_a_quel_titre_et_jusqu_a_quand(chez_eve, scene: Scene) -> None:
    scene.mandat(au=LE() + 10 * UN_JOUR)
    scene.mandat(protegee=scene.sacha, du=LE() + UN_JOUR)
    lue = chez_eve.get(ESPACE).content.decode()
    assert noms(lue) == ["Camille Roche"], "un mandat à venir n’est pas encore ouvert"
    for dit in ("curatelle renforcée", date_courte(LE() + 9 * UN_JOUR), NUMERO, "Haute-Garonne"):
        assert dit in lue, dit
    assert Evenement.objects.filter(action="dossiers.mandats_listes").count() == 1


def test_sans_mandat_et_sans_tuteur_la_page_dit_quoi_faire(client, scene: Scene) -> None:
    client.force_login(scene.eve.compte)
    assert "Aucun mandat n’est en cours" in client.get(ESPACE).content.decode()
    client.force_login(scene.camille.compte)
    rien = client.get(ESPACE).content.decode()
    assert (
        "auprès d’aucune Caf" in rien and "/tuteur/" in Page(rien).liens() and not Page(rien).tous("textarea")
    )


def test_on_peut_entrer_au_nom_de_deux_tuteurs(chez_eve, scene: Scene) -> None:
    autre = creer_tuteur(nature=NatureTuteur.ORGANISME, nom="Udaf fictive", caf="59", le=LE())
    ajouter_membre(tuteur=autre, personne=scene.eve, du=LE())
    scene.mandat()
    scene.mandat(tuteur=autre, protegee=scene.sacha)
    lue = chez_eve.get(ESPACE).content.decode()
    assert noms(lue) == ["Sacha Galet", "Camille Roche"] and lue.count("Au nom de") == 2
    assert ASSOCIATION in lue and "Udaf fictive" in lue


def test_page_apres_page_chacun_est_vu_une_fois_par_nom_et_sans_nom_dans_l_adresse(chez_eve, scene) -> None:
    beaucoup_de_mandats(scene.association, 2 * PAR_PAGE + 5)
    vus, page = [], ESPACE
    while page:
        html = chez_eve.get(page).content.decode()
        assert octets_compresses(html) <= 12 * KO
        vus += noms(html)
        suites = [lien for lien in Page(html).liens() if lien.startswith("?apres=")]
        assert not any("nom" in s.lower() for s in suites)
        page = f"{ESPACE}{suites[0]}" if suites else ""
    assert vus == sorted(vus) and len(set(vus)) == 2 * PAR_PAGE + 5


def test_une_cle_qui_n_est_a_personne_ramene_au_debut(chez_eve, scene: Scene) -> None:
    scene.mandat()
    for cle in ("ZZZZ000000000000", "\x00", "' OR 1=1"):
        assert noms(chez_eve.get(ESPACE, {"apres": cle}).content.decode()) == ["Camille Roche"]


@pytest.mark.parametrize(
    ("terme", "trouvees"),
    [
        ("roche", ["Camille Roche"]),
        ("CAMILLE", ["Camille Roche"]),
        ("  roche   camille ", ["Camille Roche"]),
        (NUMERO, ["Camille Roche", "Évelyne Lévêque"]),
        ("leveque", ["Évelyne Lévêque"]),
        ("9999999", []),
        ("%", []),
        ("_", []),
        ("galet", []),
    ],
)
def test_on_cherche_par_un_nom_ou_un_numero_qui_ne_sont_que_postes(chez_eve, scene, terme, trouvees) -> None:
    from dossiers.enums import Role
    from dossiers.services import rattacher
    from tests.accounts.fabrique import personne

    evelyne = personne(nom_naissance="Lévêque", prenoms="Évelyne")
    rattacher(dossier=scene.dossier, personne=evelyne, role=Role.PERSONNE_A_CHARGE, du=LE())
    scene.mandat()
    scene.mandat(protegee=evelyne, du=LE())
    reponse = chez_eve.post(ESPACE, {"terme": terme})
    assert reponse.status_code == 200 and sorted(noms(reponse.content.decode())) == sorted(trouvees)
    assert chez_eve.get(f"{ESPACE}?terme=roche").content.decode().count("<h3") == 2, "rien par l’adresse"
    ligne = Evenement.objects.get(action="dossiers.mandats_cherches")
    assert ligne.donnees == {"trouves": len(trouvees)} and terme.strip() not in repr(ligne.donnees)


def test_chercher_sans_rien_taper_le_dit_et_on_ne_trouve_que_ses_mandats(chez_eve, scene: Scene) -> None:
    ailleurs = creer_tuteur(nature=NatureTuteur.ORGANISME, nom="Udaf fictive", caf="59", le=LE())
    scene.mandat(tuteur=ailleurs)
    vide = chez_eve.post(ESPACE, {"terme": "  "}).content.decode()
    assert "Indiquez un nom" in vide and "Erreur" in Page(vide).titre()
    assert noms(chez_eve.post(ESPACE, {"terme": "Roche"}).content.decode()) == []


@pytest.mark.parametrize("combien", [10, 10_000])
def test_les_requetes_ne_dependent_pas_du_nombre_de_mandats(
    chez_eve, scene, assert_sql, combien: int
) -> None:
    beaucoup_de_mandats(scene.association, combien)
    un = Mandat.objects.order_by("pk").first()
    for page, requetes in (
        (ESPACE, 7),
        (f"{ESPACE}?apres={un.reference}", 8),
        (adresse(un), 8),
        ("/mon-compte/", 8),
    ):
        chez_eve.get(page)
        with assert_sql(au_plus=12) as vu:
            assert chez_eve.get(page).status_code == 200
        assert len(vu) == requetes, [q["sql"] for q in vu.captured_queries]
    with assert_sql(au_plus=12):
        assert chez_eve.post(ESPACE, {"terme": "Nom00000"}).status_code == 200


# ------------------------------------------------------------------ for whom one acts
def test_le_dossier_choisi_dit_pour_qui_et_ce_que_le_mandat_permet(chez_eve, scene: Scene) -> None:
    mandat = scene.mandat(portees=["consulter"], coordonnees_bancaires=True, au=LE() + UN_JOUR)
    lu = chez_eve.get(adresse(mandat)).content.decode()
    for dit in (
        "Vous agissez pour", "Changer de dossier", "Sacha Galet", "consulter les droits", "changer le compte", NUMERO,
    ):  # fmt: skip
        assert dit in lu, dit
    assert "demander une prestation" not in lu and "Roche" not in Page(lu).titre()
    ligne = Evenement.objects.get(action="dossiers.mandat_consulte")
    assert ligne.acteur == scene.eve.compte.reference and ligne.sujet == f"personne:{scene.camille.reference}"


def test_sans_le_droit_de_consulter_on_ne_lit_personne_d_autre(chez_eve, scene: Scene) -> None:
    mandat = scene.mandat(portees=["demander"])
    assert "Sacha" not in chez_eve.get(adresse(mandat)).content.decode()


def test_la_personne_protegee_lit_dans_son_historique_ce_qui_a_ete_ouvert(
    chez_eve, scene, assert_sql
) -> None:
    mandat = scene.mandat()
    for _ in range(3):
        chez_eve.get(adresse(mandat))
    chez_camille = Client(headers={"sec-fetch-site": "same-origin"})
    chez_camille.force_login(scene.camille.compte)
    with assert_sql(au_plus=12):
        lue = chez_camille.get("/mon-compte/securite/").content.decode()
    assert lue.count(f"{ASSOCIATION}, qui agit pour vous, a consulté votre dossier") == 3
    assert f"enregistré que {ASSOCIATION} peut agir pour vous" in lue
    chez_camille.force_login(scene.sacha.compte)
    assert ASSOCIATION not in chez_camille.get("/mon-compte/securite/").content.decode()


def test_un_mandat_termine_se_dit_au_clic_suivant_comme_ce_qui_n_existe_pas(chez_eve, scene: Scene) -> None:
    """Session ouverte, page ouverte : ASVS 8.3.2."""
    mandat, a_venir = scene.mandat(), scene.mandat(protegee=scene.sacha, du=LE() + UN_JOUR)
    assert chez_eve.get(adresse(mandat)).status_code == 200
    terminer_mandat(mandat=mandat, le=LE(), motif=MotifFin.MAINLEVEE)
    pages = []
    for reference in (mandat.reference, a_venir.reference, "ZZZZ000000000000"):
        reponse = chez_eve.get(f"{ESPACE}{reference}/")
        assert reponse.status_code == 404 and "Aucun mandat ne vous l’ouvre" in reponse.content.decode()
        pages.append(reponse.content.decode().replace(reference, "ZZZZ000000000000"))
    assert pages[0] == pages[1] == pages[2] and "Roche" not in pages[0]
    assert "Roche" not in chez_eve.get(ESPACE).content.decode()


def test_un_membre_retire_perd_tout_au_clic_suivant(chez_eve, scene: Scene) -> None:
    mandat = scene.mandat()
    assert chez_eve.get(adresse(mandat)).status_code == 200
    retirer_membre(membre=scene.membre(scene.eve), le=LE())
    assert chez_eve.get(adresse(mandat)).status_code == 404
    assert ESPACE not in Page(chez_eve.get("/mon-compte/").content.decode()).liens()


@pytest.mark.parametrize(
    ("qui", "statut"),
    [("yann", 200), ("sacha", 404), ("camille", 404), ("agent", 403), ("bailleur", 403), ("anonyme", 302)],
)
def test_qui_ouvre_le_dossier_d_un_mandat(client, scene: Scene, qui: str, statut: int) -> None:
    """La personne protégée et son conjoint ont leur propre page ; celle du mandat n'est qu'au tuteur."""
    mandat = scene.mandat()
    if qui in {"agent", "bailleur"}:
        client.force_login(Compte.objects.create_user(nature=Nature(qui), is_staff=qui == "agent"))
    elif qui != "anonyme":
        client.force_login(getattr(scene, qui).compte)
    assert client.get(adresse(mandat)).status_code == statut
    assert client.post(adresse(mandat)).status_code in {statut, 405}


def test_un_tuteur_n_ouvre_rien_par_les_pages_des_siens(chez_eve, scene: Scene) -> None:
    """Ni les autorisations du couple, ni aucune page sans « Vous agissez pour »."""
    scene.mandat(coordonnees_bancaires=True)
    reponse = chez_eve.get(reverse("dossiers:autorisations", args=[scene.dossier.reference]))
    assert reponse.status_code == 404


def test_deux_onglets_sur_deux_dossiers_ne_se_melent_pas(chez_eve, scene: Scene) -> None:
    mandats = [scene.mandat(), scene.mandat(protegee=scene.sacha, mesure=Mesure.TUTELLE)]
    for mandat, nom in [*zip(mandats, ("Camille Roche", "Sacha Galet"), strict=True)] * 2:
        lu = chez_eve.get(adresse(mandat)).content.decode()
        bandeau = next(e for e in Page(lu).tous("aside") if e.get("class") == "agit")
        assert nom in "".join(bandeau.itertext())


# ------------------------------------------------------------------ whatever page is added under a mandate
SOUS_MANDAT = "mon-compte/tuteur/<reference:reference>/"


def _pages_sous_mandat() -> list[tuple[str, type_vue]]:
    return [(c, m.callback) for c, m in _motifs(get_resolver().url_patterns) if c.startswith(SOUS_MANDAT)]


def test_chaque_page_sous_un_mandat_dit_pour_qui_on_agit(chez_eve, scene: Scene) -> None:
    """A page that a room adds there fails here until it is one of `sous_mandat`, and extends its template."""
    mandat = scene.mandat(coordonnees_bancaires=True)
    assert _pages_sous_mandat()
    for chemin, vue in _pages_sous_mandat():
        assert getattr(vue, "sous_mandat", False), f"{chemin} n’est pas gardée par sous_mandat"
        page = chez_eve.get(f"/{chemin.replace('<reference:reference>', mandat.reference)}")
        assert page.status_code in {200, 405}, chemin
        if page.status_code == 200:
            assert 'class="agit"' in page.content.decode() and "Camille Roche" in page.content.decode(), (
                chemin
            )


def test_ce_que_le_mandat_n_ouvre_pas_se_dit_sous_le_bandeau(scene: Scene, rf, client) -> None:
    """What later rooms will get from the guard with a scope of their own."""
    from django.http import HttpResponse

    from dossiers.enums import Portee
    from dossiers.views.commun import sous_mandat

    @sous_mandat("GET", portee=Portee.PAIEMENTS)
    def paiements(request, agit) -> HttpResponse:
        return HttpResponse("ouvert")

    for portees, statut in ((["declarer"], 403), (["consulter"], 200)):
        Mandat.objects.all().delete()
        mandat = scene.mandat(portees=portees)
        requete = rf.get("/")
        requete.user, requete.session, requete.connecte = scene.eve.compte, client.session, True
        requete.contraste = requete.caf_code = None
        reponse = paiements(requete, reference=mandat.reference)
        assert reponse.status_code == statut
        assert ('class="agit"' in reponse.content.decode()) is (statut == 403)


def test_un_compte_sans_personne_n_ouvre_pas_l_espace(client) -> None:
    client.force_login(Compte.objects.create_user(nature=Nature.USAGER))
    assert client.get(ESPACE).status_code == 404


def test_ni_nom_ni_numero_dans_une_adresse(chez_eve, scene: Scene) -> None:
    mandat = scene.mandat()
    for page in (ESPACE, adresse(mandat)):
        liens = " ".join(Page(chez_eve.get(page).content.decode()).liens())
        assert not any(mot in liens for mot in ("Roche", "Camille", NUMERO, FICTIF))
    assert timezone.localdate() == LE()
