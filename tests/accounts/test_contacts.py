"""« Mes coordonnées »: added after a fresh proof and a code to the new one, removed with a delay, all of them told."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.enums import EtatVerification, Nature
from accounts.models import Compte, Personne, PointContact, Secret, Verification
from accounts.models.personne import DELAI_CONTACT
from accounts.services import ajouter_point_contact, contacts
from accounts.services.identite import proposer
from accounts.services.second_facteur import ouvrir_verification
from accounts.services.verification import VerificationFinie
from accounts.tasks import purger_les_acces
from portal.courriers.models import Courrier
from portal.journal.models import Evenement
from tests.accounts.acces import (
    COURRIER,
    NOUVEAU,
    changer_de_mot_de_passe,
    choisir,
    code_recu,
    emettre,
    jusqu_au_code,
    s_identifier,
    saisir_le_code,
    se_connecter,
    titulaire,
)
from tests.accounts.contacts import (
    COURRIEL,
    LISTE,
    MOBILE,
    NEUF,
    NEUF_E164,
    PREUVE,
    ajouter,
    chez_soi,
    derniere,
    geste,
    point,
)
from tests.accounts.doubles import session_de
from tests.accounts.fabrique import AUTRE_FICTIF, FICTIF, personne
from tests.outils.hostilite import oublier_le_cache
from tests.outils.mesures import KO, octets_compresses, texte_sql
from tests.outils.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("compteurs_rendus")]
PAS_MOI = "/mon-compte/securite/pas-moi/"


def _du_dedans(qui: Personne, cle: str = "s" * 40) -> dict[str, Any]:
    """From a session of theirs."""
    assert qui.compte is not None
    return {"personne": qui, "acteur": qui.compte, "session": session_de(qui.compte, cle)}


def autre(**entetes: str) -> Client:
    return Client(headers={"sec-fetch-site": "same-origin"}, **entetes)


def avis() -> list[tuple[str, str]]:
    """Where the latest change was told, masked, and in which words."""
    lus = Courrier.objects.filter(modele="coordonnees_changees").order_by("pk")
    return [(c.destinataire_masque, c.contenu.texte) for c in lus]


def actions() -> list[str]:
    lues = Evenement.objects.filter(action__startswith="accounts.contact_").order_by("pk")
    return [a.removeprefix("accounts.contact_") for a in lues.values_list("action", flat=True)]


def vieillir(un: PointContact) -> None:
    """Added longer ago than what can still be undone."""
    PointContact.objects.filter(pk=un.pk).update(verifie_le=timezone.now() - DELAI_CONTACT)


# ------------------------------------------------------------------ what is shown
def test_la_page_ne_montre_que_des_masques_et_dit_ce_qui_est_verifie(client) -> None:
    """MC-61, ASVS 14.2.6."""
    qui = titulaire()
    PointContact.objects.filter(canal="courriel").update(verifie_le=None)
    se_connecter(client)
    html = client.get(LISTE).content.decode()
    lisible = html.replace("\u00a0", " ")
    for dit in ("XX XX XX 46 65", "c•••@courriel.example", "31XXX T•••", "Vérifié le", "Jamais vérifiée"):
        assert dit in lisible, dit
    for tu in ("06 39 98", "3363998", "camille@", "Lilas"):
        assert tu not in html, tu
    assert f"{LISTE}{point(qui, 'courriel').reference}/verifier/" in Page(html).liens()
    assert LISTE in Page(client.get("/mon-compte/").content.decode()).liens()
    assert LISTE in Page(client.get("/mon-compte/securite/").content.decode()).liens()


def test_la_page_dit_comment_changer_d_adresse_postale(client) -> None:
    titulaire()
    se_connecter(client)
    page = Page(client.get(LISTE).content.decode())
    assert "/contact/" in " ".join(page.liens()) and "déménagement" in page.texte()
    courrier = PointContact.objects.get(canal="courrier")
    chez_qui = client.get(f"{LISTE}{courrier.reference}/retirer/")
    assert chez_qui.status_code == 302, "il faut une preuve d’abord"


# ------------------------------------------------------------------ a new one
@pytest.mark.parametrize("page", [MOBILE, COURRIEL])
def test_ajouter_demande_d_abord_une_preuve(client, page: str) -> None:
    """ASVS 7.5.1: whoever only has the session changes nothing."""
    titulaire()
    se_connecter(client)
    for verbe in (client.get, client.post):
        assert verbe(page, {"valeur": NEUF})["Location"] == f"{PREUVE}?suite={page}"
    assert not Verification.objects.exists()


@pytest.mark.parametrize(
    ("page", "valeur", "canal", "masque"),
    [
        (MOBILE, NEUF, "sms", "XX XX XX 77 01"),
        (COURRIEL, "Camille.Roche@Neuf.example", "courriel", "C•••@neuf.example"),
    ],
)
def test_une_nouvelle_coordonnee_n_est_la_sienne_qu_apres_son_code(
    client, page: str, valeur: str, canal: str, masque: str
) -> None:
    """MC-62, R-17: the former ones and the new one are told."""
    qui = chez_soi(client)
    suite = client.post(page, {"valeur": valeur})["Location"]
    assert suite.startswith(LISTE) and suite.endswith("/code/")
    assert qui.points_contact.count() == 3, "pas encore la sienne"
    emettre()
    assert Courrier.objects.filter(secret=True).latest("pk").destinataire_masque == masque
    assert masque.replace(" ", "\u00a0") in client.get(suite).content.decode()
    fin = client.post(suite, {"code": code_recu()})
    assert fin["Location"] == f"{LISTE}?ajoutee=1"
    assert masque in Page(client.get(fin["Location"]).content.decode()).texte().replace("\u00a0", " ")
    neuf = qui.points_contact.latest("pk")
    assert (neuf.canal, neuf.masque, neuf.en_ligne) == (canal, masque, True) and neuf.verifie_le
    dits = avis()
    assert len(dits) == 4 and masque in {ou for ou, _ in dits}
    assert all("a été ajouté" in texte and valeur not in texte for _, texte in dits)
    assert actions() == ["ajoute"] * 3 + ["prouve"]


def test_le_meme_code_poste_deux_fois_ajoute_une_fois(client) -> None:
    qui = chez_soi(client)
    suite = client.post(MOBILE, {"valeur": NEUF})["Location"]
    emettre()
    for _ in range(2):
        assert client.post(suite, {"code": code_recu()})["Location"] == f"{LISTE}?ajoutee=1"
    assert qui.points_contact.count() == 4 and len(avis()) == 4


def test_prouvee_puis_la_machine_s_arrete_le_meme_code_finit_le_travail(client) -> None:
    qui = chez_soi(client)
    suite = client.post(MOBILE, {"valeur": NEUF})["Location"]
    emettre()
    Verification.objects.filter(pk=derniere().pk).update(etat=EtatVerification.PROUVEE)
    assert client.post(suite, {"code": code_recu()})["Location"] == f"{LISTE}?ajoutee=1"
    assert qui.points_contact.count() == 4


def test_un_mauvais_code_n_ajoute_rien_et_un_autre_se_demande(client) -> None:
    qui = chez_soi(client)
    suite = client.post(MOBILE, {"valeur": NEUF})["Location"]
    emettre()
    assert "Il vous reste 4 essais" in client.post(suite, {"code": "000000"}).content.decode()
    assert client.post(suite.replace("/code/", "/renvoyer/")).status_code == 429
    oublier_le_cache("default")
    assert client.post(suite.replace("/code/", "/renvoyer/"))["Location"] == f"{suite}?renvoye=1"
    emettre()
    assert qui.points_contact.count() == 3
    assert client.post(suite, {"code": code_recu()})["Location"] == f"{LISTE}?ajoutee=1"


def test_abandonner_n_ajoute_rien(client) -> None:
    """GEN-20."""
    qui = chez_soi(client)
    suite = client.post(MOBILE, {"valeur": NEUF})["Location"]
    emettre()
    abandonner = suite.replace("/code/", "/abandonner/")
    assert "Rien n’est ajouté" in client.get(abandonner).content.decode()
    assert client.post(abandonner)["Location"] == LISTE
    assert client.post(suite, {"code": code_recu()})["Location"] == LISTE
    assert qui.points_contact.count() == 3


@pytest.mark.parametrize(
    ("page", "valeur", "dit"),
    [
        (MOBILE, "", "Indiquez un numéro de mobile."),
        (MOBILE, "06 39", "numéro de mobile complet"),
        (MOBILE, "05 61 00 00 00", "ne reçoit pas de SMS"),
        (MOBILE, "06 12 34 56 78", "coordonnées fictives"),
        (MOBILE, "0" * 31, "trop long"),
        (MOBILE, "06 39 98 46 65", "déjà la vôtre"),
        (COURRIEL, "", "Indiquez une adresse électronique."),
        (COURRIEL, "camille", "adresse électronique complète"),
        (COURRIEL, "camille@courriel.fr", "coordonnées fictives"),
        (COURRIEL, "CAMILLE@Courriel.example", "déjà la vôtre"),
    ],
)
def test_ce_qui_ne_va_pas_est_dit_a_cote_et_rien_n_est_perdu(
    client, page: str, valeur: str, dit: str
) -> None:
    chez_soi(client)
    reponse = client.post(page, {"valeur": valeur})
    html = reponse.content.decode().replace("\u00a0", " ")
    assert reponse.status_code == 200 and dit in html
    assert not valeur or f'value="{valeur}"' in html
    assert Verification.objects.filter(usage="contact").count() == 0


def test_un_couple_partage_un_telephone_et_rien_ne_le_dit(client) -> None:
    chez_soi(client)
    sacha = titulaire(AUTRE_FICTIF)
    ajouter_point_contact(personne=sacha, canal="sms", valeur=NEUF, verifie_le=timezone.now())
    assert ajouter(client)["Location"] == f"{LISTE}?ajoutee=1"
    assert [p.valeur for p in PointContact.objects.filter(canal="sms").order_by("pk")].count(NEUF_E164) == 2


def test_on_ne_les_accumule_pas(client) -> None:
    qui = chez_soi(client)
    for rang in range(contacts.MAXIMUM - 2):
        ajouter_point_contact(personne=qui, canal="sms", valeur=f"06 39 98 88 0{rang}")
    html = client.post(MOBILE, {"valeur": NEUF}).content.decode()
    assert "retirez-en un" in html


def test_la_derniere_place_prise_entre_temps_le_code_recu_reste_bon(client) -> None:
    """Another tab added one while the code was on its way: it is said beside the code, which ends it afterwards."""
    qui = chez_soi(client)
    suite = client.post(MOBILE, {"valeur": NEUF})["Location"]
    emettre()
    code = {"code": code_recu()}
    for rang in range(contacts.MAXIMUM - 2):
        ajouter_point_contact(personne=qui, canal="sms", valeur=f"06 39 98 88 0{rang}")
    html = client.post(suite, code).content.decode()
    assert "retirez-en un" in html and 'id="id_code-erreur"' in html
    assert NEUF_E164 not in {p.valeur for p in qui.points_contact.all()}
    geste(client, point(qui, rang=1), "retirer")
    assert client.post(suite, code)["Location"] == f"{LISTE}?ajoutee=1"
    assert NEUF_E164 in {p.valeur for p in qui.points_contact.all()}


def test_on_ne_garde_pas_ce_qui_en_ferait_trop(client) -> None:
    """Removed, replaced, then wanted back."""
    qui = chez_soi(client)
    mobile = point(qui)
    geste(client, mobile, "retirer")
    for rang in range(contacts.MAXIMUM - 1):
        ajouter_point_contact(personne=qui, canal="sms", valeur=f"06 39 98 88 0{rang}")
    reponse = geste(client, mobile, "garder")
    assert reponse.status_code == 200 and "retirez-en un" in reponse.content.decode()
    mobile.refresh_from_db()
    assert mobile.retire_le is not None


def test_verifier_ce_que_la_caf_connaissait_deja(client) -> None:
    qui = chez_soi(client)
    PointContact.objects.filter(canal="courriel").update(verifie_le=None)
    courriel = point(qui, "courriel")
    assert "Vérifier cette adresse" in client.get(f"{LISTE}{courriel.reference}/verifier/").content.decode()
    suite = geste(client, courriel, "verifier")["Location"]
    emettre()
    assert client.post(suite, {"code": code_recu()})["Location"] == f"{LISTE}?ajoutee=1"
    courriel.refresh_from_db()
    assert courriel.verifie_le and not courriel.en_ligne and qui.points_contact.count() == 3
    assert "déjà la vôtre" in geste(client, courriel, "verifier").content.decode()


# ------------------------------------------------------------------ limits
def test_on_ne_remplit_pas_le_telephone_de_quelqu_un_cinq_par_jour_d_ou_que_ce_soit(client) -> None:
    """Each from another account, another address: what is counted is whom it goes to."""
    statuts = []
    for rang in range(6):
        qui = personne() if rang else chez_soi(client)
        verification = contacts.ouvrir_ajout(personne=qui, canal="sms", valeur=NEUF, navigateur="n")
        statuts.append(_demander(verification, f"198.51.100.{rang}"))
    assert statuts == [True] * 5 + [False]
    assert not _demander(
        contacts.ouvrir_ajout(personne=qui, canal="sms", valeur="+33639987701", navigateur="n"), ""
    )
    assert _demander(
        contacts.ouvrir_ajout(personne=qui, canal="sms", valeur="06 39 98 77 02", navigateur="n"), ""
    )


def _demander(verification: Verification, adresse: str) -> bool:
    from accounts.services.connexion import TropDEssais
    from accounts.services.verification import demander_code

    try:
        return bool(demander_code(verification=verification, rang=0, adresse=adresse))
    except TropDEssais:
        return False


def test_une_personne_n_essaie_pas_un_numero_apres_l_autre(client) -> None:
    chez_soi(client)
    assert client.post(MOBILE, {"valeur": NEUF}).status_code == 302, "le code de la preuve ne compte pas ici"
    refuse = client.post(MOBILE, {"valeur": "06 39 98 77 02"})
    assert refuse.status_code == 429 and "Retry-After" in refuse.headers
    assert "06 39 98 77 02" in refuse.content.decode()


# ------------------------------------------------------------------ one that goes
def test_retiree_elle_ne_recoit_plus_de_code_sauf_pour_retrouver_le_compte(client) -> None:
    """R-25: a notice on all the former ones, a delay, a way back."""
    qui = chez_soi(client)
    mobile = point(qui)
    confirmer = Page(client.get(f"{LISTE}{mobile.reference}/retirer/").content.decode()).texte()
    assert "Pendant 15 jours" in confirmer.replace("\u00a0", " ") and not actions().count("retire")
    assert geste(client, mobile, "retirer")["Location"] == f"{LISTE}?retiree=1"
    assert {ou for ou, _ in avis()} >= {"XX XX XX 46 65", "c•••@courriel.example"} and len(avis()) == 3
    assert all("a été retiré" in texte for _, texte in avis())
    page = Page(client.get(LISTE).content.decode()).texte().replace("\u00a0", " ")
    assert "Retirés depuis peu" in page and "Encore utile pour retrouver votre compte jusqu’au" in page
    entree = ouvrir_verification(usage="connexion", personne=qui, navigateur="n")
    assert entree is not None and [c["canal"] for c in entree.choix] == ["courriel"]
    assert "46 65" not in client.get("/mon-compte/").content.decode().replace("\u00a0", " ")
    # Its owner, out, comes back by it.
    ailleurs = autre(REMOTE_ADDR="198.51.100.9")
    verification = jusqu_au_code(ailleurs, rang=2)
    assert [c["canal"] for c in verification.choix] == ["courriel", "courrier", "sms"], "la dernière proposée"
    emettre()
    assert Courrier.objects.filter(secret=True).latest("pk").destinataire_masque == "XX XX XX 46 65"
    saisir_le_code(ailleurs, verification, code_recu())
    choisir(ailleurs, verification)
    assert Courrier.objects.filter(modele="mot_de_passe_change", canal="sms").count() == 1


def test_un_code_de_connexion_demande_juste_avant_n_y_part_plus(client) -> None:
    qui = chez_soi(client)
    oublier_le_cache("default")
    verification = ouvrir_verification(usage="connexion", personne=qui, navigateur="n")
    assert verification and _demander(verification, "")
    geste(client, point(qui), "retirer")
    avant = Courrier.objects.filter(secret=True).count()
    emettre()
    assert (
        Courrier.objects.filter(secret=True).count() == avant
        and Secret.objects.latest("pk").empreinte is None
    )


def test_apres_le_delai_elle_ne_sert_plus_a_rien_et_s_efface(client) -> None:
    qui = chez_soi(client)
    mobile = point(qui)
    geste(client, mobile, "retirer")
    PointContact.objects.filter(pk=mobile.pk).update(
        verifie_le=timezone.now() - 2 * DELAI_CONTACT, retire_le=timezone.now() - DELAI_CONTACT
    )
    deja = Courrier.objects.latest("pk").pk
    assert "Retirés depuis peu" not in client.get(LISTE).content.decode()
    assert client.get(f"{LISTE}{mobile.reference}/garder/").status_code == 404
    assert contacts.garder_contact(**_du_dedans(qui), reference=mobile.reference) is None
    s_identifier(autre())
    assert "sms" not in {c["canal"] for c in derniere().choix}
    changer_de_mot_de_passe(autre())
    assert not Courrier.objects.filter(pk__gt=deja, canal="sms").exists()
    purger_les_acces()
    assert not PointContact.objects.filter(pk=mobile.pk).exists() and qui.points_contact.count() == 2


def test_la_purge_laisse_ce_qui_sert_encore(client) -> None:
    qui = chez_soi(client)
    geste(client, point(qui), "retirer")
    purger_les_acces()
    assert qui.points_contact.count() == 3


def test_on_la_garde_d_un_geste_et_tout_le_monde_le_sait(client) -> None:
    qui = chez_soi(client)
    mobile = point(qui)
    geste(client, mobile, "retirer")
    assert "Garder ce mobile" in client.get(f"{LISTE}{mobile.reference}/garder/").content.decode()
    assert geste(client, mobile, "garder")["Location"] == f"{LISTE}?gardee=1"
    mobile.refresh_from_db()
    assert mobile.retire_le is None and len(avis()) == 6
    assert "a été remis dans" in avis()[-1][1]
    assert geste(client, mobile, "garder")["Location"] == LISTE, "deux fois : rien de plus"
    assert actions()[-2:] == ["retire", "garde"]


def test_ajoutee_depuis_peu_ou_jamais_prouvee_elle_part_tout_de_suite(client) -> None:
    """A thief's own telephone, removed by its victim, keeps nothing; it is told once more."""
    qui = chez_soi(client)
    ajouter(client)
    neuf = qui.points_contact.latest("pk")
    assert "dès maintenant" in client.get(f"{LISTE}{neuf.reference}/retirer/").content.decode()
    geste(client, neuf, "retirer")
    assert not PointContact.objects.filter(pk=neuf.pk).exists()
    assert geste(client, neuf, "retirer")["Location"] == LISTE, (
        "deux fois : la liste, non une page qui n’existe pas"
    )
    assert avis()[-1][0] == "XX XX XX 77 01" and "Plus rien" not in avis()[-1][1]
    PointContact.objects.filter(canal="courriel").update(verifie_le=None)
    geste(client, point(qui, "courriel"), "retirer")
    assert not qui.points_contact.filter(canal="courriel").exists()
    s_identifier(autre())
    assert [c["canal"] for c in derniere().choix] == ["sms", "courrier"]


def test_ajoutee_depuis_longtemps_elle_a_le_meme_delai_que_les_autres(client) -> None:
    qui = chez_soi(client)
    ajouter(client)
    neuf = qui.points_contact.latest("pk")
    vieillir(neuf)
    geste(client, neuf, "retirer")
    assert PointContact.objects.get(pk=neuf.pk).retire_le


def test_la_derniere_qui_recoit_un_code_ne_se_retire_pas(client) -> None:
    qui = chez_soi(client)
    qui.points_contact.filter(canal="courrier").delete()
    geste(client, point(qui, "courriel"), "retirer")
    mobile = point(qui)
    assert "ajoutez une coordonnée avant de retirer" in client.get(LISTE).content.decode()
    for verbe in (client.get, client.post):
        html = verbe(f"{LISTE}{mobile.reference}/retirer/").content.decode()
        assert "Rien d’autre ne peut recevoir un code" in html.replace("\u00a0", " ")
    mobile.refresh_from_db()
    assert mobile.retire_le is None


def test_avec_une_adresse_postale_tout_le_reste_se_retire(client) -> None:
    qui = chez_soi(client)
    for canal in ("sms", "courriel"):
        assert geste(client, point(qui, canal), "retirer")["Location"] == f"{LISTE}?retiree=1"
    assert "Aucun. Sans mobile" in client.get(LISTE).content.decode()


def test_une_adresse_postale_ne_se_retire_pas_ici(client) -> None:
    qui = chez_soi(client)
    courrier = point(qui, "courrier")
    for nom in ("retirer", "garder", "verifier"):
        assert geste(client, courrier, nom).status_code == 404
    with pytest.raises(contacts.DerniereCoordonnee):
        contacts.retirer_contact(**_du_dedans(qui), reference=courrier.reference)


def test_rajouter_par_son_code_ce_qu_on_avait_retire_le_remet(client) -> None:
    qui = chez_soi(client)
    mobile = point(qui)
    geste(client, mobile, "retirer")
    assert ajouter(client, "06 39 98 46 65")["Location"] == f"{LISTE}?ajoutee=1"
    mobile.refresh_from_db()
    assert mobile.retire_le is None and qui.points_contact.filter(canal="sms").count() == 1


def test_ce_que_la_caf_rajoute_revient_aussi(client) -> None:
    qui = chez_soi(client)
    geste(client, point(qui), "retirer")
    ajouter_point_contact(personne=qui, canal="sms", valeur="06 39 98 46 65")
    assert point(qui).retire_le is None


def test_la_base_refuse_ce_qui_ne_peut_pas_etre() -> None:
    titulaire()
    sans_preuve = [{"verifie_le": None, "en_ligne": True}, {"verifie_le": None, "retire_le": timezone.now()}]
    for champs in sans_preuve:
        with pytest.raises(IntegrityError, match="point_contact_prouve_avant_tout"), transaction.atomic():
            PointContact.objects.update(**champs)
    with pytest.raises(IntegrityError, match="point_contact_retire_apres_coup"), transaction.atomic():
        PointContact.objects.update(retire_le=timezone.now() - timedelta(days=1))


# ------------------------------------------------------------------ « ce n'était pas moi », and who tries
def test_ce_n_etait_pas_moi_defait_ce_qu_un_voleur_a_change(client) -> None:
    """He had the session and a code: his telephone is gone, the owner's is back, and takes the account back."""
    qui = chez_soi(client)
    ajouter(client)
    for canal in ("sms", "courriel"):
        geste(client, point(qui, canal), "retirer")
    ailleurs = autre()
    se_connecter(ailleurs)
    assert "depuis moins de 15 jours" in ailleurs.get(PAS_MOI).content.decode().replace("\u00a0", " ")
    ailleurs.post(PAS_MOI)
    assert sorted((p.canal, p.retire_le) for p in qui.points_contact.all()) == [
        ("courriel", None), ("courrier", None), ("sms", None),
    ]  # fmt: skip
    assert NEUF_E164 not in {p.valeur for p in qui.points_contact.all()}
    assert sorted(actions()[-3:]) == ["garde", "garde", "retire"]
    for modele in ("acces_fermes", "changements_annules"):
        dits = {c.destinataire_masque for c in Courrier.objects.filter(modele=modele)}
        assert dits >= {"XX XX XX 46 65", "XX XX XX 77 01"}, "tous prévenus, une dernière fois"
    oublier_le_cache("default")
    changer_de_mot_de_passe(autre())
    assert se_connecter(autre(), mot=NOUVEAU).status_code == 302


def test_qui_revient_par_un_code_annule_les_changements_d_un_voleur(client, settings) -> None:
    """Or, where a code is asked at login, it would go to the thief's telephone, and its owner stay out."""
    qui = chez_soi(client)
    ajouter(client)
    for canal in ("sms", "courriel"):
        geste(client, point(qui, canal), "retirer")
    settings.SECOND_FACTEUR = "toujours"
    ailleurs = autre(REMOTE_ADDR="198.51.100.9")
    verification = jusqu_au_code(ailleurs, rang=2)
    assert verification.choix[2]["masque"] == "XX XX XX 46 65"
    emettre()
    suite = saisir_le_code(ailleurs, verification, code_recu())["Location"]
    html = ailleurs.get(suite).content.decode().replace("\u00a0", " ")
    for dit in (
        "XX XX XX 77 01, ajouté le",
        "XX XX XX 46 65, retiré le",
        "c•••@courriel.example, retirée le",
    ):
        assert dit in html, dit
    ailleurs.post(suite, {"mot_de_passe": NOUVEAU, "confirmation": NOUVEAU, "defaire": "on"})
    assert {p.valeur for p in PointContact.objects.en_service()} == {
        "+33639984665", "camille@courriel.example", COURRIER,
    }  # fmt: skip
    assert Courrier.objects.filter(modele="changements_annules").count() == 4, (
        "le voleur aussi, une dernière fois"
    )
    oublier_le_cache("default")
    assert se_connecter(ailleurs, mot=NOUVEAU)["Location"] == "/connexion/verification/"
    entree = ailleurs.get("/connexion/verification/")["Location"]
    emettre()
    assert Courrier.objects.filter(secret=True).latest("pk").destinataire_masque == "XX XX XX 46 65"
    assert ailleurs.post(entree, {"code": code_recu()})["Location"] == "/mon-compte/"


def test_qui_revient_sans_rien_dire_garde_ses_changements(client) -> None:
    qui = chez_soi(client)
    ajouter(client)
    oublier_le_cache("default")
    changer_de_mot_de_passe(autre())
    assert NEUF_E164 in {p.valeur for p in qui.points_contact.all()}
    assert not Courrier.objects.filter(modele="changements_annules").exists()


def test_sans_changement_rien_n_est_propose(client) -> None:
    titulaire()
    verification = jusqu_au_code(client)
    emettre()
    suite = saisir_le_code(client, verification, code_recu())["Location"]
    assert "defaire" not in client.get(suite).content.decode()


def test_ce_n_etait_pas_moi_arrete_un_ajout_en_cours(client) -> None:
    qui = chez_soi(client)
    suite = client.post(MOBILE, {"valeur": NEUF})["Location"]
    emettre()
    code = code_recu()
    ailleurs = autre()
    se_connecter(ailleurs)
    ailleurs.post(PAS_MOI)
    assert client.post(suite, {"code": code})["Location"].startswith("/connexion/")
    with pytest.raises(VerificationFinie):
        contacts.ajouter_contact(verification=derniere(), acteur=qui.compte)
    assert qui.points_contact.count() == 3


def test_ce_n_etait_pas_moi_laisse_ce_qui_a_plus_de_quinze_jours(client) -> None:
    qui = chez_soi(client)
    ajouter(client)
    neuf = qui.points_contact.latest("pk")
    vieillir(neuf)
    ailleurs = autre()
    se_connecter(ailleurs)
    ailleurs.post(PAS_MOI)
    assert PointContact.objects.filter(pk=neuf.pk).exists()


def test_qui_sait_l_etat_civil_le_nir_et_l_adresse_ne_change_rien(client) -> None:
    """MC-61: none of these proves anything; nor does a session without its owner's telephone."""
    qui = titulaire()
    for page in (LISTE, MOBILE, COURRIEL):
        assert client.get(page)["Location"].startswith("/connexion/")
    # A recovery opened with what is known, and not proven, opens no page of contact points.
    verification = jusqu_au_code(client)
    emettre()
    for nom in ("canal", "code", "renvoyer", "abandonner"):
        adresse = f"{LISTE}{verification.reference}/{nom}/"
        assert client.post(adresse, {"code": code_recu()})["Location"].startswith("/connexion/")
    # With the password, and a guess at the code.
    se_connecter(client)
    oublier_le_cache("default")
    suite = client.post(PREUVE, {"actuel": "Tournesol31Vert"})["Location"]
    client.post(suite, {"code": "000000"})
    assert client.post(MOBILE, {"valeur": NEUF})["Location"] == f"{PREUVE}?suite={MOBILE}"
    # The code of the recovery, known by then, is for something else.
    assert client.post(f"{LISTE}{verification.reference}/code/", {"code": code_recu()})["Location"] == LISTE
    assert qui.points_contact.count() == 3 and not avis()


@pytest.mark.parametrize("usage", ["oubli", "creation", "connexion", "preuve"])
def test_un_code_demande_pour_autre_chose_n_ajoute_rien(client, usage: str) -> None:
    qui = titulaire()
    verification = jusqu_au_code(client)
    emettre()
    saisir_le_code(client, verification, code_recu())
    Verification.objects.update(usage=usage)
    verification.refresh_from_db()
    with pytest.raises(VerificationFinie):
        contacts.ajouter_contact(verification=verification, acteur=qui.compte)


def test_les_coordonnees_de_quelqu_un_d_autre_ne_s_ouvrent_pas(client) -> None:
    """One test for each gesture: in service, removed, and the code of an addition."""
    chez_soi(client)
    sacha = titulaire(AUTRE_FICTIF)
    courriel, mobile = point(sacha, "courriel"), point(sacha)
    contacts.retirer_contact(**_du_dedans(sacha), reference=courriel.reference)
    for une, nom in ((mobile, "retirer"), (mobile, "verifier"), (courriel, "garder")):
        for reference in (une.reference, "ABCDEFGHJKMNPQRS"):
            assert client.get(f"{LISTE}{reference}/{nom}/").status_code == 404
            assert client.post(f"{LISTE}{reference}/{nom}/")["Location"] == LISTE
    siens = [{p.pk: p.retire_le} for p in sacha.points_contact.order_by("pk")]
    verification = contacts.ouvrir_ajout(personne=sacha, canal="sms", valeur=NEUF, navigateur="n")
    client.cookies["navigateur"] = "n"
    for nom in ("canal", "code", "renvoyer", "abandonner"):
        assert client.post(f"{LISTE}{verification.reference}/{nom}/", {"code": "123456"})["Location"] == LISTE
    verification.refresh_from_db()
    assert verification.etat == EtatVerification.OUVERTE
    assert siens == [{p.pk: p.retire_le} for p in sacha.points_contact.order_by("pk")]
    qui = PointContact.objects.exclude(personne=sacha).first().personne
    assert contacts.retirer_contact(**_du_dedans(qui, "t" * 40), reference=mobile.reference) is None


@pytest.mark.parametrize(
    "adresse",
    [LISTE, MOBILE, COURRIEL]
    + [
        f"{LISTE}{'0' * 16}/{nom}/"
        for nom in ("canal", "code", "renvoyer", "abandonner", "verifier", "retirer", "garder")
    ],
)
@pytest.mark.parametrize("verbe", ["get", "post"])
def test_personne_d_autre_n_entre_ici(client, adresse: str, verbe: str) -> None:
    assert getattr(client, verbe)(adresse)["Location"].startswith("/connexion/")
    for nature in (Nature.BAILLEUR, Nature.AGENT):
        client.force_login(Compte.objects.create_user(nature=nature))
        assert getattr(client, verbe)(adresse).status_code == 403
    if (adresse, verbe) != (LISTE, "post"):
        client.force_login(Compte.objects.create_user(nature=Nature.USAGER))
        assert getattr(client, verbe)(adresse).status_code == 404, "un compte qui n’est à personne"


# ------------------------------------------------------------------ right after a letter, a creation
def test_qui_revient_par_lettre_ajoute_un_mobile_dans_la_foulee(client) -> None:
    """MC-61 to MC-64: only a postal address is known; the letter is the fresh proof, for a quarter of an hour."""
    qui = personne(FICTIF)
    ajouter_point_contact(personne=qui, canal="courrier", valeur=COURRIER, verifie_le=timezone.now())
    from accounts.services import envoyer_lettre_activation

    envoyer_lettre_activation(personne=qui)
    emettre()
    suite = client.post("/premiere-connexion/code/", {"nir": FICTIF, "code": code_recu()})["Location"]
    fin = client.post(suite, {"mot_de_passe": NOUVEAU, "confirmation": NOUVEAU})["Location"]
    liens = Page(client.get(fin).content.decode()).liens()
    offre = next(lien for lien in liens if LISTE in lien)
    assert offre == f"/connexion/?next={LISTE}"
    assert se_connecter(client, mot=NOUVEAU, question=f"?next={LISTE}")["Location"] == LISTE
    assert "Aucun. Sans mobile" in client.get(LISTE).content.decode()
    preuve = client.get(MOBILE)
    assert preuve["Location"] == f"{PREUVE}?suite={MOBILE}"
    assert client.get(preuve["Location"])["Location"] == MOBILE, "sans autre code"
    assert ajouter(client)["Location"] == f"{LISTE}?ajoutee=1"
    assert [p.canal for p in qui.points_contact.all()] == ["courrier", "sms"]
    dits = Courrier.objects.filter(modele="coordonnees_changees").values_list("canal", flat=True)
    assert sorted(dits) == ["courrier", "sms"]


def test_un_quart_d_heure_plus_tard_ou_ailleurs_il_faut_une_autre_preuve(client) -> None:
    titulaire()
    verification = changer_de_mot_de_passe(client)
    ailleurs = autre()
    for chacun in (client, ailleurs):
        se_connecter(chacun, mot=NOUVEAU)
    assert ailleurs.get(f"{PREUVE}?suite={MOBILE}").status_code == 200
    Verification.objects.filter(pk=verification.pk).update(perime_le=timezone.now())
    assert client.get(f"{PREUVE}?suite={MOBILE}").status_code == 200


# ------------------------------------------------------------------ what it costs, what it says
def test_les_retirees_passent_apres_les_autres(client) -> None:
    qui = titulaire()
    contacts.retirer_contact(**_du_dedans(qui), reference=point(qui).reference)
    choix = proposer(list(PointContact.objects.joignables().filter(personne=qui)))
    assert [c["canal"] for c in choix] == ["courriel", "courrier", "sms"]


def test_l_histoire_le_raconte(client) -> None:
    qui = chez_soi(client)
    ajouter(client)
    geste(client, point(qui, "courriel"), "retirer")
    geste(client, point(qui, "courriel"), "garder")
    texte = Page(client.get("/mon-compte/securite/").content.decode()).texte().replace("\u00a0", " ")
    for dit in (
        "coordonnée ajoutée ou vérifiée : numéro de mobile",
        "coordonnée retirée : adresse électronique",
        "coordonnée retirée, puis gardée : adresse électronique",
    ):
        assert dit in texte, dit


def test_la_page_ne_depend_pas_de_leur_nombre(client, assert_sql, snapshot) -> None:
    qui = chez_soi(client)
    client.get(LISTE)
    with assert_sql(au_plus=8) as peu:
        client.get(LISTE)
    for rang in range(4):
        ajouter_point_contact(
            personne=qui, canal="sms", valeur=f"06 39 98 88 0{rang}", verifie_le=timezone.now()
        )
    with assert_sql(len(peu)) as beaucoup:
        reponse = client.get(LISTE)
    assert texte_sql(beaucoup) == texte_sql(peu) == snapshot
    assert octets_compresses(reponse.content) <= 12 * KO and "no-store" in reponse.headers["Cache-Control"]


@pytest.mark.parametrize("nom", ["retirer", "verifier", "mobile", "courriel"])
def test_chaque_page_tient_dans_son_budget(client, assert_sql, nom: str) -> None:
    qui = chez_soi(client)
    adresse = f"{LISTE}{nom}/" if nom in {"mobile", "courriel"} else f"{LISTE}{point(qui).reference}/{nom}/"
    client.get(adresse)
    with assert_sql(au_plus=8):
        assert "no-store" in client.get(adresse).headers["Cache-Control"]
