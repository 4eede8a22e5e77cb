"""The simulator from Mon Compte (SIM-30): what each role is shown, what is kept where, and what never happens."""

import logging
import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Nature
from accounts.models import Compte
from dossiers.enums import Autorisable, Mesure, NatureTuteur
from dossiers.models import Rattachement
from dossiers.services import (
    creer_tuteur,
    declarer_separation,
    definir_autorisations,
    detacher,
    ouvrir_dossier,
    ouvrir_mandat,
)
from tests.accounts.acces import titulaire
from tests.dossiers import tuteurs
from tests.outils.client import ClientExigeant
from tests.outils.hostilite import oublier_le_cache
from tests.outils.mesures import KO, octets_compresses, texte_sql
from tests.simulations.famille_connue import DATES, NUMERO, Simulation, famille
from tests.simulations.test_visite import montant
from tests.simulations.visite import Visite

pytestmark = pytest.mark.django_db
LE = timezone.localdate
OUI_NON = {"reside_en_france": "oui", "revenus_professionnels": "oui"}
ACTIVITE = {"statuts": ["salarie"], "aah": "non"}
SANS = {"statuts": ["autre"], "aah": "non"}
SALAIRE = {f"salaire_net_{rang}": "1500" for rang in range(3)}
LOGEMENT = {"statut": "tenant", **{f"aide_logement_{rang}": "100" for rang in range(3)}}


@pytest.fixture
def chez_eux(db: None):
    call_command("charger_reference", verbosity=0)
    return famille()


def jusqu_au_resultat(sim: Simulation, **enfants: str) -> str:
    """A responsable who confirms each page as it is shown, and completes it; the text of the result."""
    for etape, reponses in (
        ("acces", OUI_NON), ("foyer", {"enceinte": "non"}), ("enfants", enfants), ("activite", ACTIVITE),
        ("revenus", SALAIRE), ("conjoint", SANS), ("logement", LOGEMENT),
    ):  # fmt: skip
        assert sim.envoyer(etape, reponses), f"{etape} refusée"
    return sim.client.get(sim.page("resultat")).content.decode()


# ---------------------------------------------------------------------- the responsable
def test_le_responsable_trouve_ce_que_sa_caf_connait_modifiable_et_avec_son_origine(chez_eux) -> None:
    dossier, qui = chez_eux
    sim = Simulation(qui["Camille"])
    accueil = sim.client.get("/mon-compte/").content.decode()
    assert reverse("prime_activite_compte:debut", args=[dossier.reference]) in accueil
    assert "Estimer ma prime d’activité" in accueil
    sim.commencer(dossier)
    acces = sim.saisie("acces")
    assert acces["date_naissance"] == ["14/03/1992"] and acces["code_postal"] == ["31000"]
    assert sim.origines("acces") == {
        "date_naissance": "D’après votre état civil.",
        "code_postal": "D’après l’adresse postale de votre compte.",
    }
    assert sim.envoyer("acces", OUI_NON).endswith("/foyer/")
    assert sim.saisie("foyer")["vie"] == ["couple"] and sim.saisie("foyer")["nombre_enfants"] == ["3"]
    connu = f"Connu de votre Caf\u00a0: dossier n°\u00a0{NUMERO} au "
    assert all(dit.startswith(connu) for dit in sim.origines("foyer").values())
    assert set(sim.origines("foyer")) == {"vie", "nombre_enfants"}
    sim.envoyer("foyer", {"enceinte": "non"})
    saisie = sim.saisie("enfants")
    assert [saisie[f"naissance_{rang}"] for rang in (1, 2, 3)] == [
        ["03/02/2010"],
        ["11/08/2012"],
        ["06/05/2020"],
    ]
    assert "disabled" not in sim.voir("enfants").html and "readonly" not in sim.voir("enfants").html


def test_aucune_page_preremplie_ne_se_saute_ni_ne_montre_d_erreur(chez_eux) -> None:
    """What is known counts only once it was confirmed."""
    dossier, qui = chez_eux
    sim = Simulation(qui["Camille"])
    sim.commencer(dossier)
    for etape in ("foyer", "enfants", "conjoint", "resultat"):
        assert sim.client.get(sim.page(etape)).headers["Location"] == sim.adresse
    assert "resume-erreurs" not in sim.voir("acces").html
    assert not sim.envoyer("acces", {})  # the two questions that nothing answers


def test_le_montant_est_celui_du_simulateur_anonyme_pour_les_memes_reponses(chez_eux) -> None:
    dossier, qui = chez_eux
    sim = Simulation(qui["Camille"])
    sim.commencer(dossier)
    connecte = jusqu_au_resultat(sim)
    anonyme = Visite().resultat({
        "acces": {**OUI_NON, "code_postal": "31000", "date_naissance": "14/03/1992"},
        "foyer": {"vie": "couple", "enceinte": "non", "nombre_enfants": "3"},
        "enfants": {"naissance_1": "03/02/2010", "naissance_2": "11/08/2012", "naissance_3": "06/05/2020"},
        "activite": ACTIVITE, "revenus": SALAIRE, "logement": LOGEMENT,
        "conjoint": {**SANS, "date_naissance": "05/04/1989"},
    })  # fmt: skip
    assert montant(connecte) == montant(anonyme) != "0,00\u00a0€"
    assert "Ce que votre Caf connaissait" in connecte and "Ce que votre Caf connaissait" not in anonyme


def test_ce_qu_elle_modifie_reste_et_se_dit_a_elle_jusqu_au_resultat(chez_eux) -> None:
    """Back, reload and a second start never put the known value over what was typed."""
    dossier, qui = chez_eux
    sim = Simulation(qui["Camille"])
    sim.commencer(dossier)
    resultat = jusqu_au_resultat(sim, naissance_2="26/07/2013")
    modifie = "Vous l’avez modifié. Votre Caf connaît\u00a0: 11/08/2012."
    for _ in range(2):
        assert sim.saisie("enfants")["naissance_2"] == ["26/07/2013"]
        assert sim.origines("enfants")["naissance_2"] == modifie
    assert "26/07/2013" in resultat and modifie in resultat
    autre = Simulation(qui["Camille"], sim.client)
    assert autre.commencer(dossier) != sim.adresse
    assert autre.saisie("acces")["date_naissance"] == ["14/03/1992"]
    assert sim.saisie("enfants")["naissance_2"] == ["26/07/2013"]


def test_une_page_refusee_montre_ce_qui_a_ete_ecrit_et_d_ou_venait_le_reste(chez_eux) -> None:
    dossier, qui = chez_eux
    sim = Simulation(qui["Camille"])
    sim.commencer(dossier)
    page = sim.client.post(sim.adresse, {"date_naissance": "1/1/1991", "code_postal": "31"}).content.decode()
    assert 'value="1/1/1991"' in page and 'value="31"' in page
    assert page.count("Vous l’avez modifié") == 2


def test_effacer_ce_qui_a_ete_prerempli_repart_de_pages_vides_sans_perdre_ce_qui_est_a_elle(chez_eux) -> None:
    dossier, qui = chez_eux
    sim = Simulation(qui["Camille"])
    sim.commencer(dossier)
    sim.envoyer("acces", OUI_NON | {"code_postal": "31500"})
    assert sim.client.post(sim.page("vider")).headers["Location"] == sim.adresse
    acces = sim.saisie("acces")
    assert "date_naissance" not in {n for n, v in acces.items() if any(v)}
    assert acces["code_postal"] == ["31500"] and acces["reside_en_france"] == ["oui"]
    assert "Ce qui était prérempli est effacé." in sim.voir("acces").texte()
    assert sim.origines("acces") == {}
    sim.envoyer("acces", {"date_naissance": "14/03/1992"})
    assert "vie" not in sim.saisie("foyer")


def test_une_date_que_la_page_refuserait_reste_vide_et_se_dit(chez_eux) -> None:
    dossier, qui = chez_eux
    qui["Hugo"].date_naissance = LE() + timedelta(days=2000)
    qui["Hugo"].save()
    sim = Simulation(qui["Camille"])
    sim.commencer(dossier)
    sim.envoyer("acces", OUI_NON)
    sim.envoyer("foyer", {"enceinte": "non"})
    assert sim.saisie("enfants")["naissance_3"] == [""]
    assert "ne convient pas à cette question" in sim.origines("enfants")["naissance_3"]
    assert "resume-erreurs" not in sim.voir("enfants").html


def test_une_separation_recente_ne_se_devine_pas(chez_eux) -> None:
    dossier, qui = chez_eux
    detacher(dossier=dossier, personne=qui["Sacha"], le=LE() - timedelta(days=30))
    sim = Simulation(qui["Camille"])
    sim.commencer(dossier)
    sim.envoyer("acces", OUI_NON)
    assert "vie" not in sim.saisie("foyer")
    assert "n’a plus de conjoint depuis le" in sim.origines("foyer")["vie"]
    Rattachement.objects.filter(personne=qui["Sacha"]).update(
        periode=(LE() - timedelta(days=900), LE() - timedelta(days=700))
    )
    sim.commencer(dossier)
    sim.envoyer("acces", OUI_NON)
    assert sim.saisie("foyer")["vie"] == ["seul"]


# ---------------------------------------------------------------------- who may be shown what
SES_DATES = {"Camille": "14/03/1992", "Sacha": "05/04/1989", "Chloé": "03/02/2010"}


@pytest.mark.parametrize(
    ("prenom", "permises", "voit_la_famille"),
    [
        ("Camille", (), True),
        ("Sacha", (), False),
        ("Sacha", ("consulter",), True),
        ("Sacha", ("declarer", "demander"), False),
        ("Sacha", ("consulter", "declarer", "demander"), True),
        ("Chloé", (), False),
        ("Chloé", ("consulter",), False),
    ],
)
def test_chacun_n_est_prerempli_que_de_ce_qu_il_peut_voir(
    chez_eux, prenom, permises, voit_la_famille
) -> None:
    """Deny by default: nobody learns a birth date through a field."""
    dossier, qui = chez_eux
    definir_autorisations(dossier=dossier, portees=set(permises), le=LE())
    sim = Simulation(qui[prenom])
    debut = sim.client.get(reverse("prime_activite_compte:debut", args=[dossier.reference]))
    assert ("qui vit dans votre foyer et les dates" in debut.content.decode()) is voit_la_famille
    sim.commencer(dossier)
    lu = _tout_ce_qu_il_lit(sim, voit_la_famille)
    siennes = {SES_DATES[prenom]}
    autres = set(DATES.values()) - siennes
    assert siennes <= {d for d in DATES.values() if d in lu}
    if voit_la_famille:
        assert {d for d in autres if d in lu} == autres
    else:
        assert {d for d in autres if d in lu} == set() and NUMERO not in lu


def _tout_ce_qu_il_lit(sim: Simulation, prerempli: bool) -> str:
    """Every page that could be prefilled, in a household that opens them all."""
    confirmer = {"confirme_date_naissance": ""}
    lu = sim.voir("acces").html
    suite = sim.envoyer("acces", OUI_NON)
    if not suite:
        form = sim.client.post(sim.page("acces"), {**sim.saisie("acces"), **OUI_NON}).context["form"]
        confirmer = {form.nom_confirmation("date_naissance"): form.empreinte("date_naissance")}
        assert sim.envoyer("acces", {**OUI_NON, **confirmer}), form.errors
    lu += sim.voir("foyer").html
    assert ("vie" in sim.saisie("foyer")) is ("nombre_enfants" in sim.saisie("foyer")) is prerempli
    # As it is shown when it is prefilled; otherwise the same household, typed.
    foyer = {"vie": ["couple"], "nombre_enfants": ["3"], **sim.saisie("foyer"), "enceinte": "non"}
    assert sim.envoyer("foyer", foyer)
    lu += sim.voir("enfants").html
    assert sim.envoyer(
        "enfants", {} if "06/05/2020" in lu else {f"naissance_{r}": "01/01/2015" for r in (1, 2, 3)}
    )
    sim.envoyer("activite", SANS)
    return lu + sim.voir("conjoint").html


def test_ce_qui_n_est_plus_permis_disparait_a_la_page_suivante(chez_eux) -> None:
    """Nothing of a right is kept between two requests (ASVS 8.3.2)."""
    dossier, qui = chez_eux
    definir_autorisations(dossier=dossier, portees={"consulter"}, le=LE())
    sim = Simulation(qui["Sacha"])
    sim.commencer(dossier)
    sim.envoyer("acces", OUI_NON)
    assert sim.saisie("foyer")["vie"] == ["couple"]
    definir_autorisations(dossier=dossier, portees=set(), le=LE())
    assert "vie" not in sim.saisie("foyer") and NUMERO not in sim.voir("foyer").html
    assert sim.saisie("acces")["date_naissance"] == ["05/04/1989"]
    sim.envoyer("foyer", {"vie": "couple", "enceinte": "non", "nombre_enfants": "3"})
    assert all(sim.saisie("enfants")[f"naissance_{rang}"] == [""] for rang in (1, 2, 3))


def test_un_ex_conjoint_n_a_plus_rien_du_dossier(chez_eux) -> None:
    dossier, qui = chez_eux
    definir_autorisations(dossier=dossier, portees={"consulter"}, le=LE())
    sim = Simulation(qui["Sacha"])
    sim.commencer(dossier)
    declarer_separation(dossier=dossier, le=LE(), acteur=None)
    assert sim.client.get(sim.adresse).headers["Location"].startswith("/connexion/")
    sim.client.force_login(qui["Sacha"].compte)
    assert (
        sim.client.post(
            reverse("prime_activite_compte:commencer"), {"dossier": dossier.reference}
        ).status_code
        == 404
    )
    sim.commencer()
    assert sim.saisie("acces")["date_naissance"] == ["05/04/1989"]
    sim.envoyer("acces", OUI_NON)
    assert "vie" not in sim.saisie("foyer")


@pytest.mark.parametrize("reference", ["0" * 16, "autre", "pas une référence"])
def test_un_dossier_qui_n_est_pas_le_sien_n_existe_pas(chez_eux, reference: str, assert_sql) -> None:
    _, qui = chez_eux
    ailleurs = ouvrir_dossier(
        responsable=titulaire("2850578000084"), caf="59", numero_allocataire="9000002", le=LE()
    )
    client = ClientExigeant()
    client.force_login(qui["Camille"].compte)
    envoi = {"dossier": ailleurs.reference if reference == "autre" else reference}
    with assert_sql(4):
        assert client.post(reverse("prime_activite_compte:commencer"), envoi).status_code == 404
    adresse = reverse("prime_activite_compte:debut", args=[ailleurs.reference])
    assert client.get(adresse).status_code == 404


def test_le_dossier_d_une_personne_protegee_ne_s_ouvre_pas_par_ici() -> None:
    """MC-14: a guardian acts under the address of a mandate, which says for whom; never as if for themselves."""
    scene = tuteurs.jouer()
    scene.mandat()
    client = ClientExigeant()
    client.force_login(scene.eve.compte)
    assert client.get(tuteurs.ESPACE).status_code == 200
    reference = scene.dossier.reference
    assert client.get(reverse("prime_activite_compte:debut", args=[reference])).status_code == 404
    commencer = reverse("prime_activite_compte:commencer")
    assert client.post(commencer, {"dossier": reference}).status_code == 404


# ---------------------------------------------------------------------- where it is kept
def test_rien_ne_s_ecrit_dans_la_base_ni_dans_le_dossier(chez_eux) -> None:
    """SIM-17 too: every table, the drafts and the journal included."""
    dossier, qui = chez_eux
    sim = Simulation(qui["Camille"])
    avant = _contenu_de_chaque_table()
    sim.commencer(dossier)
    assert "Rien de cette simulation n’est écrit dans votre dossier." in sim.voir("acces").texte()
    jusqu_au_resultat(sim, naissance_2="26/07/2013")
    assert _contenu_de_chaque_table() == avant


def _contenu_de_chaque_table() -> dict[str, str]:
    with connection.cursor() as curseur:
        contenu = {}
        for table in sorted(connection.introspection.table_names(curseur)):
            nom = connection.ops.quote_name(table)
            curseur.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {nom} t")
            contenu[table] = curseur.fetchone()[0]
        return contenu


def test_apres_la_deconnexion_ni_l_adresse_ni_un_autre_compte_n_ouvrent_rien(chez_eux) -> None:
    """A shared computer: the cookie of the answers is still there, and opens nothing without this very account."""
    dossier, qui = chez_eux
    sim = Simulation(qui["Camille"])
    sim.commencer(dossier)
    sim.envoyer("acces", OUI_NON)
    sim.client.post(reverse("comptes:deconnexion"))
    assert "parcours" in "".join(sim.client.cookies)
    assert sim.client.get(sim.page("foyer")).headers["Location"].startswith("/connexion/")
    anonyme = sim.page("acces").replace("/mon-compte/", "/simulations/")
    assert sim.client.get(anonyme).status_code == 410
    sim.client.force_login(qui["Chloé"].compte)
    assert sim.client.get(sim.page("acces")).status_code == 410
    sim.client.force_login(qui["Camille"].compte)
    assert sim.saisie("foyer")["vie"] == ["couple"]


@pytest.mark.parametrize("nature", [Nature.BAILLEUR, Nature.AGENT])
def test_une_session_d_une_autre_nature_n_ouvre_rien(chez_eux, nature: str) -> None:
    dossier, _ = chez_eux
    client = ClientExigeant()
    client.force_login(Compte.objects.create_user(nature=nature))
    assert client.post(reverse("prime_activite_compte:commencer")).status_code == 403
    assert client.get(reverse("prime_activite_compte:debut", args=[dossier.reference])).status_code == 403


def test_rien_de_personnel_dans_les_adresses_la_session_les_cles_du_cache_ni_les_journaux(
    chez_eux, caplog
) -> None:
    dossier, qui = chez_eux
    sim = Simulation(qui["Camille"])
    with caplog.at_level(logging.DEBUG):
        sim.commencer(dossier)
        jusqu_au_resultat(sim)
    redis = caches["ephemere"]._cache.get_client(None, write=True)
    gardes = [
        brut for cle in redis.keys(caches["ephemere"].make_key("*")) for brut in (cle, redis.get(cle) or b"")
    ]
    ecrit = b"\n".join(gardes).decode("latin-1") + str(dict(sim.client.session)) + caplog.text + sim.adresse
    interdits = [
        *DATES.values(),
        NUMERO,
        "1992-03-14",
        dossier.reference,
        qui["Camille"].compte.reference,
    ]
    assert [mot for mot in interdits if mot in ecrit] == []
    # Digests and instants hold any five digits by chance.
    assert "31000" not in re.sub(r"[0-9a-f]{32,}|\d+\.\d+", "", ecrit)


def test_une_reponse_arrivee_trop_tard_recommence_sans_rien_perdre_de_ce_qui_est_ecrit(chez_eux) -> None:
    dossier, qui = chez_eux
    sim = Simulation(qui["Camille"])
    sim.commencer(dossier)
    oublier_le_cache("ephemere")
    assert sim.client.get(sim.adresse).status_code == 410
    assert sim.client.post(sim.page("vider")).headers["Location"] == sim.adresse
    suite = sim.client.post(sim.adresse, {**OUI_NON, "date_naissance": "14/03/1992"}).headers["Location"]
    assert suite.endswith("/acces/?repris=1")
    assert sim.saisie("acces")["date_naissance"] == ["14/03/1992"]


def test_sans_dire_lequel_le_seul_dossier_ouvert_est_celui_qu_on_prend(chez_eux) -> None:
    """« Recommencer », once the answers have died; with two dossiers, nobody guesses."""
    _, qui = chez_eux
    sim = Simulation(qui["Camille"])
    sim.commencer()
    sim.envoyer("acces", OUI_NON)
    assert sim.saisie("foyer")["vie"] == ["couple"]
    ouvrir_dossier(responsable=qui["Camille"], caf="59", numero_allocataire="9000003", le=LE())
    sim.commencer()
    sim.envoyer("acces", OUI_NON)
    assert "vie" not in sim.saisie("foyer")


def test_chaque_formulaire_porte_son_jeton(chez_eux) -> None:
    """Behind the login, as on every other page there: the check of Django, on."""
    dossier, qui = chez_eux
    strict = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    strict.force_login(qui["Camille"].compte)
    commencer = reverse("prime_activite_compte:commencer")
    assert strict.post(commencer, {"dossier": dossier.reference}).status_code == 403
    debut = strict.get(reverse("prime_activite_compte:debut", args=[dossier.reference]))
    jeton = {"csrfmiddlewaretoken": str(debut.context["csrf_token"])}
    adresse = strict.post(commencer, {"dossier": dossier.reference, **jeton}).headers["Location"]
    page = strict.get(adresse)
    assert page.content.decode().count("csrfmiddlewaretoken") >= 2
    envoi = {**OUI_NON, "code_postal": "31000", "date_naissance": "14/03/1992", **jeton}
    assert strict.post(adresse, envoi).headers["Location"].endswith("/foyer/")


# ---------------------------------------------------------------------- what it costs
def test_commencer_et_chaque_page_coutent_peu_de_requetes(chez_eux, assert_sql, snapshot) -> None:
    """Start: at most 12. A page: the session and nothing else; to a partner, their scopes read anew."""
    dossier, qui = chez_eux
    sim = Simulation(qui["Camille"])
    with assert_sql(au_plus=12) as depart:
        sim.client.post(reverse("prime_activite_compte:commencer"), {"dossier": dossier.reference})
    assert texte_sql(depart) == snapshot
    sim.commencer(dossier)
    for etape, reponses in (("acces", OUI_NON), ("foyer", {"enceinte": "non"}), ("enfants", {})):
        with assert_sql(2):
            sim.client.get(sim.page(etape))
        envoi = {**sim.saisie(etape), **reponses}
        with assert_sql(2):
            assert sim.client.post(sim.page(etape), envoi).status_code == 302
    definir_autorisations(dossier=dossier, portees={"consulter"}, le=LE())
    partenaire = Simulation(qui["Sacha"])
    partenaire.commencer(dossier)
    with assert_sql(5):
        partenaire.client.get(partenaire.adresse)


def test_chaque_page_preremplie_est_legere(chez_eux) -> None:
    """15 KB of compressed HTML, as for an anonymous visitor."""
    dossier, qui = chez_eux
    sim = Simulation(qui["Camille"])
    sim.commencer(dossier)
    jusqu_au_resultat(sim)
    for etape in ("acces", "foyer", "enfants", "conjoint", "resultat"):
        page = sim.client.get(sim.page(etape))
        assert "no-store" in page["Cache-Control"]
        assert octets_compresses(page.content) <= 15 * KO, etape


def test_un_mandat_n_ajoute_rien_a_ce_que_l_on_est_dans_son_propre_dossier(chez_eux) -> None:
    """One title a page: a partner who is also a guardian of the responsable sees no more here than without."""
    dossier, qui = chez_eux
    tuteur = creer_tuteur(nature=NatureTuteur.PERSONNE, caf="31", le=LE(), personne=qui["Sacha"])
    ouvrir_mandat(
        tuteur=tuteur, dossier=dossier, protegee=qui["Camille"], mesure=Mesure.CURATELLE_RENFORCEE,
        portees=Autorisable.values, du=LE() - timedelta(days=1),
    )  # fmt: skip
    sim = Simulation(qui["Sacha"])
    sim.commencer(dossier)
    lu = _tout_ce_qu_il_lit(sim, prerempli=False)
    assert NUMERO not in lu and not [d for d in set(DATES.values()) - {SES_DATES["Sacha"]} if d in lu]
    ailleurs = ouvrir_dossier(responsable=qui["Hugo"], caf="31", numero_allocataire="9000009", le=LE())
    ouvrir_mandat(
        tuteur=tuteur,
        dossier=ailleurs,
        protegee=qui["Hugo"],
        mesure=Mesure.TUTELLE,
        portees=["consulter"],
        du=LE(),
    )
    debut = reverse("prime_activite_compte:debut", args=[ailleurs.reference])
    assert sim.client.get(debut).status_code == 404
