"""The agents' login: counted before it is looked at, one hash whoever is named, one refusal whatever the reason."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from accounts import hachage
from accounts.agents.connexion import REFUS, SATURE
from accounts.enums import Nature
from accounts.models import Compte, Session
from portal.journal.models import Evenement
from portal.limites import regles
from portal.limites.arithmetique import Seau, Sur
from portal.limites.regles import Regle
from tests.agents.conftest import MOT_DE_PASSE, agent
from tests.outils.mesures import compter_sql
from tests.outils.typographie import fautes

pytestmark = pytest.mark.django_db
CONNEXION, ACCUEIL = "/agents/login/", "/agents/"
INCONNU = "ZZZZ000000000000"


@pytest.fixture
def qui(db: None) -> Compte:
    return agent(password=MOT_DE_PASSE)


@pytest.fixture(autouse=True)
def peu_d_essais(settings) -> None:
    seaux = (Seau(Sur.COUPLE, libres=2, fenetre=3600, attente=60, plafond=600),)
    settings.LIMITES = {regles.CONNEXION.nom: Regle("CONNEXION", seaux)}


@pytest.fixture
def hachages(monkeypatch) -> list[str]:
    """One entry for each hash that was computed."""
    faits: list[str] = []
    encode = MD5PasswordHasher.encode

    def compter(self, password: str, salt: str) -> str:
        faits.append("un")
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", compter)
    return faits


def entrer(client, identifiant: str, mot_de_passe: str = MOT_DE_PASSE, **autres: str):
    return client.post(CONNEXION, {"username": identifiant, "password": mot_de_passe, **autres})


def lignes() -> list[tuple[str, str, dict]]:
    return list(Evenement.objects.order_by("pk").values_list("action", "sujet", "donnees"))


def test_un_agent_entre_et_ses_echecs_d_ici_s_oublient(client, qui) -> None:
    assert REFUS in entrer(client, qui.reference, "faux").content.decode()
    reponse = entrer(client, qui.reference)
    assert reponse.status_code == 302 and reponse["Location"] == ACCUEIL
    assert client.get(ACCUEIL).status_code == 200
    sujet = f"compte:{qui.reference}"
    assert [ligne[:2] for ligne in lignes()] == [
        ("accounts.connexion_refusee", sujet),
        ("accounts.connexion", sujet),
    ]
    for _ in range(2):
        client.logout()
        assert entrer(client, qui.reference, "faux").status_code == 200


@pytest.mark.parametrize("ecriture", ["{}", " {} ", "minuscules", "groupes"])
def test_l_identifiant_se_tape_comme_il_se_lit(client, qui, ecriture: str) -> None:
    reference = qui.reference
    groupes = "-".join(reference[i : i + 4] for i in range(0, 16, 4))
    tapes = {"minuscules": reference.lower(), "groupes": groupes}
    assert entrer(client, tapes.get(ecriture, ecriture.format(reference))).status_code == 302


CAS = [
    "inconnu",
    "mauvais mot de passe",
    "usager",
    "bailleur",
    "agent sans accès",
    "agent fermé",
    "sans mot de passe",
]


def compte_du_cas(cas: str) -> tuple[str, str]:
    if cas == "inconnu":
        return INCONNU, MOT_DE_PASSE
    if cas == "mauvais mot de passe":
        return agent(password=MOT_DE_PASSE).reference, "faux"
    champs = {
        "usager": {"nature": Nature.USAGER, "is_staff": False},
        "bailleur": {"nature": Nature.BAILLEUR, "is_staff": False},
        "agent sans accès": {"is_staff": False},
        "agent fermé": {"is_active": False},
        "sans mot de passe": {"password": None},
    }[cas]
    return agent(**{"password": MOT_DE_PASSE, **champs}).reference, MOT_DE_PASSE


@pytest.mark.parametrize("cas", CAS)
def test_tous_les_refus_se_ressemblent_et_coutent_autant(client, cas: str, hachages) -> None:
    couts = []
    for identifiant, mot in (compte_du_cas("inconnu"), compte_du_cas(cas)):
        hachages.clear()
        with compter_sql() as vu:
            reponse = entrer(client, identifiant, mot)
        page = reponse.content.decode().replace(identifiant, "QUI")
        sans_jeton = [ligne for ligne in page.splitlines() if "csrfmiddlewaretoken" not in ligne]
        couts.append((reponse.status_code, len(hachages), len(vu), sans_jeton))
    assert couts[0] == couts[1]
    assert couts[0][:2] == (200, 1) and REFUS in "".join(couts[0][3])
    assert "_auth_user_id" not in client.session


def test_un_essai_de_trop_attend_sans_que_le_mot_de_passe_soit_regarde(client, qui, hachages) -> None:
    for _ in range(2):
        entrer(client, qui.reference, "faux")
    hachages.clear()
    reponse = entrer(client, qui.reference)
    assert reponse.status_code == 429 and int(reponse.headers["Retry-After"]) > 0
    assert "Trop d’essais" in reponse.content.decode() and hachages == []
    assert lignes()[-1] == ("accounts.connexion_freinee", "", {"ou": "agents"})
    assert "_auth_user_id" not in client.session
    # The same name in another writing is the same name; another name is not slowed.
    assert entrer(client, qui.reference.lower()).status_code == 429
    assert entrer(client, INCONNU).status_code == 200


def test_un_nom_inconnu_est_freine_pareil(client, db) -> None:
    assert [entrer(client, INCONNU).status_code for _ in range(3)] == [200, 200, 429]


def test_un_formulaire_incomplet_ne_compte_pas(client, qui, hachages) -> None:
    for _ in range(4):
        assert entrer(client, qui.reference, "").status_code == 200
        assert entrer(client, "\0", MOT_DE_PASSE).status_code == 200
    assert hachages == [] and lignes() == []
    assert entrer(client, qui.reference).status_code == 302


def test_le_service_sature_le_dit_et_garde_ce_qui_est_tape_sauf_le_mot_de_passe(
    client, qui, monkeypatch
) -> None:
    def sature(*_: object) -> None:
        raise hachage.HachageSature

    monkeypatch.setattr(MD5PasswordHasher, "verify", sature)
    reponse = entrer(client, qui.reference)
    texte = reponse.content.decode()
    assert reponse.status_code == 503 and reponse.headers["Retry-After"] == "5"
    assert SATURE in texte and qui.reference in texte and MOT_DE_PASSE not in texte
    assert "no-store" in reponse.headers["Cache-Control"]


def test_on_ne_part_pas_ailleurs_et_une_question_ne_suit_pas(client, qui) -> None:
    page = client.get(f"{CONNEXION}?next=/agents/accounts/personne/%3Fq%3D2920331555999").content.decode()
    assert "2920331555999" not in page and 'value="/agents/accounts/personne/"' in page
    assert entrer(client, qui.reference, next="https://ailleurs.example/")["Location"] == ACCUEIL
    client.logout()
    assert (
        entrer(client, qui.reference, next="/agents/dossiers/dossier/")["Location"]
        == "/agents/dossiers/dossier/"
    )


def test_une_session_finie_se_dit_sans_perdre_la_page_voulue(client, qui) -> None:
    entrer(client, qui.reference)
    Session.objects.all().delete()
    reponse = client.get("/agents/dossiers/dossier/", follow=True)
    texte = reponse.content.decode()
    assert "Votre session est finie" in texte and 'value="/agents/dossiers/dossier/"' in texte
    assert "Votre session est finie" not in client.get(CONNEXION).content.decode()


def test_sortir_est_au_journal_et_vide_ce_que_le_navigateur_garde(client, qui) -> None:
    entrer(client, qui.reference)
    reponse = client.post("/agents/logout/")
    assert reponse.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert lignes()[-1][:2] == ("accounts.deconnexion", f"compte:{qui.reference}")


def test_les_phrases_sont_en_bon_francais() -> None:
    assert fautes(REFUS) == fautes(SATURE) == []
