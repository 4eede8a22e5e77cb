"""What an agent reads of a person or of a dossier: masked, bounded, and each reading in the journal."""

import logging

import pytest
from django.db import connection
from django.utils import timezone

from accounts.enums import Canal, FormeSecret, Nature
from accounts.models import Compte, EmpreinteNir, PointContact, Secret
from accounts.models.personne import DELAI_CONTACT
from accounts.nir import Nir
from dossiers.admin.consultation import PAR_PAGE, PaginateurDesFiches
from dossiers.enums import Role
from dossiers.forms import INTROUVABLE
from dossiers.models import Rattachement, periode
from dossiers.selectors import personnes_de_l_agent
from dossiers.services import changer_de_caf, detacher, ouvrir_dossier, rattacher
from portal.courriers.models import Courrier
from portal.journal.models import Evenement
from tests.accounts.fabrique import personne
from tests.agents.conftest import DEBUT, MOT_DE_PASSE, NIRS, NOMS, NUMEROS
from tests.outils.mesures import compter_sql
from tests.outils.page import Page
from tests.outils.typographie import fautes

pytestmark = pytest.mark.django_db
LISTE, CHERCHER = "/agents/accounts/personne/", "/agents/accounts/personne/chercher/"
DOSSIERS = "/agents/dossiers/dossier/"


def fiche(objet) -> str:
    salle = "dossiers/dossier" if objet._meta.model_name == "dossier" else "accounts/personne"
    return f"/agents/{salle}/{objet.reference}/change/"


def journal(action: str) -> list[tuple[str, str, str]]:
    """(actor, subject, Caf), oldest first."""
    lignes = Evenement.objects.filter(action=action).order_by("pk")
    return list(lignes.values_list("acteur", "sujet", "caf"))


def remplir(caf: str, nombre: int) -> None:
    for rang in range(nombre):
        ouvrir_dossier(responsable=personne(), caf=caf, numero_allocataire=f"{5000000 + rang}", le=DEBUT)


def test_la_fiche_d_une_personne_dit_tout_sauf_ce_qui_est_secret(du_31, decor) -> None:
    qui = decor.personnes["31"]
    qui.compte = Compte.objects.create_user(nature=Nature.USAGER, password=MOT_DE_PASSE)
    qui.compte.mot_de_passe_le = timezone.now()
    qui.compte.save()
    qui.save()
    secret = Secret.objects.create(
        forme=FormeSecret.PREMIER, canal=Canal.COURRIER, personne=qui, cle="demo", empreinte=b"e" * 32,
        perime_le=timezone.now() + timezone.timedelta(days=1),
    )  # fmt: skip
    texte = du_31.get(fiche(qui)).content.decode()
    nir = Nir(NIRS["31"])
    for dit in (
        NOMS["31"],
        "Camille",
        nir.masque(),
        "XX XX XX 46 65",
        "31XXX T•••",
        "Responsable du dossier",
    ):
        assert dit in texte, dit
    interdits = [
        nir.en_clair(),
        nir.en_clair() + nir.cle,
        "06 39 98",
        "+3363998",
        "LILAS",
        qui.compte.password,
    ]
    interdits += [secret.reference, secret.empreinte.hex(), "nir_scelle", qui.compte.reference]
    interdits += [bytes(e.valeur).hex() for e in EmpreinteNir.objects.filter(personne=qui)]
    interdits += [bytes(p.valeur_scellee).hex() for p in PointContact.objects.filter(personne=qui)]
    for interdit in interdits:
        assert interdit not in texte, interdit
    assert 'name="_save"' not in texte and "historylink" not in texte


def test_une_colonne_qui_ne_s_ouvre_plus_n_empeche_pas_de_lire_la_fiche(du_31, decor) -> None:
    qui = decor.personnes["31"]
    type(qui).objects.filter(pk=qui.pk).update(nir_scelle=b"abime")
    PointContact.objects.filter(personne=qui).update(valeur_scellee=b"abime")
    assert "Illisible" in du_31.get(fiche(qui)).content.decode()


def test_la_fiche_d_un_dossier_nomme_qui_y_est_et_tait_le_nom_de_qui_est_parti(du_31, decor) -> None:
    dossier, aujourdhui = decor.dossiers["31"], timezone.localdate()
    parti, autre = personne(nom_naissance="Passereau"), personne(nom_naissance="Mésange")
    rattacher(dossier=dossier, personne=parti, role=Role.CONJOINT, du=DEBUT)
    detacher(dossier=dossier, personne=parti, le=aujourdhui)
    rattacher(dossier=dossier, personne=autre, role=Role.CONJOINT, du=aujourdhui)
    texte = du_31.get(fiche(dossier)).content.decode()
    assert NOMS["31"] in texte and "Mésange" in texte and NUMEROS["31"] in texte
    assert "Passereau" not in texte and parti.reference not in texte and "depuis le 1er janvier 2024" in texte


def test_l_ancienne_caf_d_un_dossier_arrive_se_lit_avec_ses_dates(du_31, decor) -> None:
    dossier = decor.dossiers["59"]
    changer_de_caf(dossier=dossier, caf="31", numero_allocataire="9200059", le=timezone.localdate())
    texte = du_31.get(fiche(dossier)).content.decode()
    assert NUMEROS["59"] in texte and "9200059" in texte


def test_chaque_lecture_est_au_journal_avec_sa_caf(du_31, decor) -> None:
    agent, qui, dossier = decor.comptes["agent du 31"].reference, decor.personnes["31"], decor.dossiers["31"]
    for adresse in (LISTE, fiche(qui), DOSSIERS, fiche(dossier), f"{LISTE}?q={qui.reference}"):
        assert du_31.get(adresse).status_code == 200
    assert journal("accounts.personnes_listees") == [(agent, "", "")] * 2
    assert journal("accounts.personne_consultee") == [(agent, f"personne:{qui.reference}", "31")]
    assert journal("dossiers.dossiers_listes") == [(agent, "", "")]
    assert journal("dossiers.dossier_consulte") == [(agent, f"dossier:{dossier.reference}", "31")]


def test_ce_qui_est_refuse_l_est_aussi_dans_le_journal(du_31, decor) -> None:
    agent, autre = decor.comptes["agent du 31"].reference, decor.personnes["59"]
    for adresse in (fiche(autre), f"{LISTE}{NIRS['59']}/change/", f"{LISTE}1234567890123456/change/"):
        assert du_31.get(adresse).status_code == 404
    # Of a number typed in an address, nothing is kept.
    assert journal("accounts.consultation_refusee") == [
        (agent, f"personne:{autre.reference}", ""),
        (agent, "", ""),
        (agent, "", ""),
    ]
    assert not journal("accounts.personne_consultee")


@pytest.mark.parametrize("caf", ["31", "59"])
def test_on_trouve_par_le_nir_qui_est_de_sa_caf_et_personne_d_autre(du_31, decor, caf: str, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    reponse = du_31.post(CHERCHER, {"nir": NIRS[caf]})
    agent, qui = decor.comptes["agent du 31"].reference, decor.personnes[caf]
    if caf == "31":
        assert reponse.status_code == 302 and reponse["Location"] == fiche(qui)
        assert journal("accounts.personne_cherchee") == [(agent, f"personne:{qui.reference}", "31")]
    else:
        assert INTROUVABLE in reponse.content.decode() and NOMS["59"] not in reponse.content.decode()
        assert journal("accounts.personne_cherchee") == [(agent, "", "")]
    sql = [r.getMessage() for r in caplog.records if r.name.startswith("django.db")]
    ailleurs = [r.getMessage() for r in caplog.records if r.getMessage() not in sql]
    assert not [ligne for ligne in ailleurs if NIRS[caf] in ligne]
    assert NIRS[caf] not in repr(list(Evenement.objects.values()))


def test_inconnu_et_d_une_autre_caf_ont_les_memes_mots_et_le_meme_cout(du_31, decor) -> None:
    inconnu = "1920331555999"
    pages, couts = [], []
    for nir in (NIRS["59"], inconnu):
        with compter_sql() as vu:
            pages.append(du_31.post(CHERCHER, {"nir": nir}).content.decode().replace(nir, "NUMERO"))
        couts.append(len(vu))
    sans_jeton = [[ligne for ligne in p.splitlines() if "csrfmiddlewaretoken" not in ligne] for p in pages]
    assert sans_jeton[0] == sans_jeton[1] and couts[0] == couts[1]


def test_on_trouve_un_dossier_par_son_numero_dans_une_de_ses_caf(du_31, decor) -> None:
    trouve = du_31.post(CHERCHER, {"caf": "31", "numero": NUMEROS["31"]})
    assert trouve["Location"] == fiche(decor.dossiers["31"])
    assert INTROUVABLE in du_31.post(CHERCHER, {"caf": "31", "numero": NUMEROS["59"]}).content.decode()
    refuse = du_31.post(CHERCHER, {"caf": "59", "numero": NUMEROS["59"]})
    assert refuse.status_code == 200 and NOMS["59"] not in refuse.content.decode()
    agent = decor.comptes["agent du 31"].reference
    assert journal("dossiers.dossier_cherche") == [
        (agent, f"dossier:{decor.dossiers['31'].reference}", "31"),
        (agent, "", "31"),
    ]
    assert NUMEROS["31"] not in repr(list(Evenement.objects.values()))


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({}, "un seul"),
        ({"nir": NIRS["31"], "caf": "31", "numero": NUMEROS["31"]}, "un seul"),
        ({"nir": "12"}, "13 caractères"),
        ({"caf": "31", "numero": "12"}, "7\u00a0chiffres"),
        ({"numero": NUMEROS["31"]}, "Choisissez la Caf"),
        ({"nir": "1850578006084"}, "vrai numéro"),
    ],
)
def test_le_formulaire_dit_ce_qui_manque(du_31, saisie: dict[str, str], phrase: str) -> None:
    texte = du_31.post(CHERCHER, saisie).content.decode()
    assert phrase in texte
    assert not journal("accounts.personne_cherchee") and not journal("dossiers.dossier_cherche")


@pytest.mark.parametrize(
    "terme", [NIRS["31"], "2 92 03 31 555 999", "Lauragais", "%", "1234567890123456", "DEM0A0000"]
)
@pytest.mark.parametrize("liste", [LISTE, DOSSIERS])
def test_une_liste_ne_se_cherche_que_par_une_reference_entiere(du_31, decor, liste, terme, caplog) -> None:
    caplog.set_level(logging.DEBUG, logger="django.request")
    reponse = du_31.get(liste, {"q": terme})
    assert reponse.status_code == 302 and reponse["Location"] == CHERCHER
    page = du_31.get(reponse["Location"]).content.decode()
    assert "cherchez-le ici" in page and terme not in Page(page).texte()
    assert not [r for r in caplog.records if terme in r.getMessage()]
    assert terme not in str(reponse.cookies) and terme not in repr(list(Evenement.objects.values()))


def test_une_reference_entiere_trouve_dans_sa_caf_seulement(du_31, decor) -> None:
    for caf, attendues in (("31", 1), ("59", 0)):
        for liste, objet in ((LISTE, decor.personnes[caf]), (DOSSIERS, decor.dossiers[caf])):
            trouvees = du_31.get(liste, {"q": objet.reference.lower()}).context["cl"].result_list
            assert len(trouvees) == attendues


def test_aucun_filtre_par_l_adresse(du_31, decor) -> None:
    """`?nom_naissance=` mettrait un nom dans une adresse, et `?compte__password__startswith=` ferait deviner."""
    for question in ("nom_naissance=Lauragais", "compte__password__startswith=a", "nir_scelle__isnull=1"):
        assert du_31.get(f"{LISTE}?{question}").status_code == 400
    for question in ("o=2", "all=1", "p=9", "_to_field=id"):
        assert du_31.get(f"{LISTE}?{question}").status_code in {200, 302}, question


@pytest.mark.parametrize("liste", [LISTE, DOSSIERS])
def test_une_liste_ne_coute_pas_plus_quand_il_y_a_du_monde(du_31, decor, liste: str, monkeypatch) -> None:
    monkeypatch.setattr(PaginateurDesFiches, "lignes_au_plus", PAR_PAGE + 10)
    with compter_sql(au_plus=10) as peu:
        du_31.get(liste)
    remplir("31", PAR_PAGE + 20)
    with compter_sql(len(peu)) as beaucoup:
        page = du_31.get(liste).context["cl"]
    assert len(page.result_list) == PAR_PAGE and page.paginator.count == PAR_PAGE + 10
    comptes = [q["sql"] for q in beaucoup if "COUNT(" in q["sql"].upper()]
    assert comptes and all(f"LIMIT {PAR_PAGE + 10}" in sql for sql in comptes)


def test_une_fiche_ne_coute_pas_plus_quand_le_dossier_est_grand(du_31, decor) -> None:
    dossier = decor.dossiers["31"]
    couts = []
    # Django keeps the type of each content once it has read it.
    du_31.get(fiche(decor.personnes["31"])), du_31.get(fiche(dossier))
    for _ in range(2):
        for objet in (decor.personnes["31"], dossier):
            with compter_sql(au_plus=13) as vu:
                du_31.get(fiche(objet))
            couts.append(len(vu))
        for rang in range(8):
            rattacher(dossier=dossier, personne=personne(prenoms=f"Lou {rang}"), role=Role.ENFANT, du=DEBUT)
    assert couts[:2] == couts[2:]


def test_la_liste_des_personnes_lit_des_index(decor) -> None:
    """By key from the last, each tried against its own links; or from the links of the Caf: never a whole table."""
    remplir("59", 30)
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL enable_seqscan = off")
    visibles = personnes_de_l_agent(decor.comptes["agent du 31"], timezone.localdate())
    plan = visibles.order_by("-pk")[:PAR_PAGE].explain()
    assert "Seq Scan" not in plan, plan


def test_une_personne_de_deux_dossiers_n_est_qu_une_ligne(du_31, decor) -> None:
    autre = ouvrir_dossier(responsable=personne(), caf="31", numero_allocataire="5000000", le=DEBUT)
    Rattachement.objects.create(
        dossier=autre, personne=decor.personnes["31"], role=Role.ENFANT, periode=periode(DEBUT)
    )
    lignes = du_31.get(LISTE).context["cl"].result_list
    assert len([p for p in lignes if p == decor.personnes["31"]]) == 1


def test_une_lettre_demande_confirmation_puis_part(du_31, decor) -> None:
    """MC-29."""
    qui = decor.personnes["31"]
    adresse = f"{LISTE}{qui.reference}/lettre/"
    assert f'href="{adresse}"' in du_31.get(fiche(qui)).content.decode()
    page = du_31.get(adresse).content.decode()
    assert "Envoyer la lettre" in page and "csrfmiddlewaretoken" in page and not Secret.objects.exists()
    reponse = du_31.post(adresse)
    assert reponse.status_code == 302 and reponse["Location"] == fiche(qui)
    assert Secret.objects.get().personne == qui
    assert journal("accounts.lettre_activation") == [
        (decor.comptes["agent du 31"].reference, f"personne:{qui.reference}", "")
    ]
    assert "va partir" in du_31.get(fiche(qui)).content.decode()


def test_une_lettre_refusee_dit_pourquoi_sur_la_page(du_31, decor) -> None:
    qui = decor.personnes["31"]
    PointContact.objects.filter(personne=qui, canal=Canal.COURRIER).delete()
    reponse = du_31.post(f"{LISTE}{qui.reference}/lettre/")
    assert reponse.status_code == 200
    assert "Aucune adresse postale n’est connue" in reponse.content.decode()
    assert not Secret.objects.exists()


def test_une_lettre_ne_part_ni_sans_jeton_ni_pour_une_autre_caf(decor) -> None:
    from tests.outils.client import ClientExigeant

    client = ClientExigeant(enforce_csrf_checks=True)
    client.force_login(decor.comptes["agent du 31"])
    assert client.post(f"{LISTE}{decor.personnes['31'].reference}/lettre/").status_code == 403
    client.handler.enforce_csrf_checks = False
    assert client.post(f"{LISTE}{decor.personnes['59'].reference}/lettre/").status_code == 404
    assert not Secret.objects.exists()


def test_les_pages_des_agents_sont_en_bon_francais_et_ne_se_gardent_pas(du_31, decor) -> None:
    chez_elle = f"{LISTE}{decor.personnes['31'].reference}"
    for adresse in (CHERCHER, f"{chez_elle}/lettre/", f"{chez_elle}/coordonnees/"):
        reponse = du_31.get(adresse)
        assert "no-store" in reponse.headers["Cache-Control"]
        corps = reponse.content.decode().partition('<div id="content-main">')[2]
        assert fautes(Page(f"<main>{corps}").texte()) == []


def test_la_fiche_dit_ce_que_chaque_coordonnee_recoit_encore(du_31, decor) -> None:
    qui = decor.personnes["31"]
    texte = du_31.get(fiche(qui)).content.decode()
    assert "jamais vérifié" in texte
    maintenant = timezone.now()
    qui.points_contact.filter(canal="sms").update(verifie_le=maintenant, en_ligne=True)
    assert "ajouté en ligne" in du_31.get(fiche(qui)).content.decode()
    qui.points_contact.filter(canal="sms").update(retire_le=maintenant)
    assert "utile à une récupération jusqu’au" in du_31.get(fiche(qui)).content.decode()
    vieux = maintenant - DELAI_CONTACT
    qui.points_contact.filter(canal="sms").update(verifie_le=vieux, retire_le=vieux)
    assert "46 65" not in du_31.get(fiche(qui)).content.decode()


def test_un_agent_n_efface_que_ce_que_la_personne_a_retire(du_31, decor) -> None:
    """Somebody else holds the telephone: the fifteen days end at once; whoever holds it is told nothing."""
    qui = decor.personnes["31"]
    mobile = qui.points_contact.get(canal="sms")
    adresse = f"{LISTE}{qui.reference}/coordonnees/"
    assert f'href="{adresse}"' in du_31.get(fiche(qui)).content.decode()
    refuse = du_31.post(adresse, {"coordonnee": mobile.reference})
    assert refuse.status_code == 200 and qui.points_contact.count() == 2
    qui.points_contact.filter(canal="sms").update(verifie_le=timezone.now(), retire_le=timezone.now())
    page = du_31.get(adresse).content.decode()
    assert "XX XX XX 46 65" in page and "3363998" not in page and qui.points_contact.count() == 2
    reponse = du_31.post(adresse, {"coordonnee": mobile.reference})
    assert reponse.status_code == 302 and [p.canal for p in qui.points_contact.all()] == ["courrier"]
    avis = Courrier.objects.filter(modele="coordonnees_changees")
    assert [c.canal for c in avis] == ["courrier"]
    assert journal("accounts.contact_efface") == [
        (decor.comptes["agent du 31"].reference, f"personne:{qui.reference}", "")
    ]


def test_un_agent_n_efface_rien_d_une_autre_caf_ni_d_une_autre_personne(du_31, decor) -> None:
    autre, qui = decor.personnes["59"], decor.personnes["31"]
    autre.points_contact.filter(canal="sms").update(verifie_le=timezone.now(), retire_le=timezone.now())
    mobile = autre.points_contact.get(canal="sms").reference
    assert du_31.post(f"{LISTE}{autre.reference}/coordonnees/", {"coordonnee": mobile}).status_code == 404
    assert du_31.post(f"{LISTE}{qui.reference}/coordonnees/", {"coordonnee": mobile}).status_code == 200
    assert autre.points_contact.count() == 2
