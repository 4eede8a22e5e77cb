"""E-mails to a real SMTP server, which is then stopped, refuses, hangs up, or asks for TLS and a password."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from portal.courriers import tasks
from portal.courriers.fournisseurs import Envoi, Indisponible, Pli
from portal.courriers.fournisseurs.smtp import Smtp
from tests.courriers.conftest import CODE, COURRIEL, etat, mouvements, vieillir
from tests.courriers.relais import MOT_DE_PASSE, Relais, certificat
from tests.courriers.test_depot import present

SMTP = "portal.courriers.fournisseurs.smtp.Smtp smtp://127.0.0.1"


@pytest.fixture
def relais() -> Iterator[Relais]:
    with Relais() as relais:
        yield relais


@pytest.fixture
def second() -> Iterator[Relais]:
    with Relais() as relais:
        yield relais


@pytest.fixture(autouse=True)
def _deux_relais(settings, relais, second) -> None:
    settings.COURRIERS_FOURNISSEURS = {"courriel": [f"{SMTP}:{relais.port}", f"{SMTP}:{second.port}"]}
    settings.DEFAULT_FROM_EMAIL = "Mes droits familles <ne-pas-repondre@portail.example>"


@pytest.mark.django_db
def test_un_courriel_arrive_en_texte_et_en_html(code, relais) -> None:
    courrier = code("courriel", sujet="Votre code d’accès\u00a0: voilà")
    tasks.envoyer(courrier.reference)
    ((expediteur, destinataires),) = relais.enveloppes
    (message,) = relais.recus
    assert (expediteur, destinataires) == ("ne-pas-repondre@portail.example", [COURRIEL])
    assert message["Subject"] == "Votre code d’accès\u00a0: voilà"
    assert message["From"] == "Mes droits familles <ne-pas-repondre@portail.example>"
    assert message["Message-ID"] == f"<{courrier.reference}@portail.example>"
    assert message["Date"] and message["Auto-Submitted"] == "auto-generated"
    texte, html = message.get_body(("plain",)), message.get_body(("html",))
    assert CODE in texte.get_content() and "rien demandé" in texte.get_content()
    assert CODE in html.get_content() and '<html lang="fr">' in html.get_content()
    assert (etat(courrier), courrier.mouvements.last().fournisseur) == (
        "envoye", f"SMTP 127.0.0.1:{relais.port}",
    )  # fmt: skip


@pytest.mark.django_db
def test_le_relais_arrete_pour_de_bon_le_second_prend_le_tour(code, relais, second, journaux) -> None:
    relais.arreter()
    courrier = code("courriel")
    for _ in range(3):
        tasks.envoyer(courrier.reference)
        if etat(courrier) == "a_envoyer":
            vieillir(courrier)
    assert mouvements(courrier) == ["deposer", *["marquer", "reporter"] * 2, "marquer", "aboutir"]
    assert (len(second.recus), etat(courrier)) == (1, "envoye")
    ecrit = journaux.getvalue()
    assert CODE not in ecrit and COURRIEL not in ecrit and not present(CODE)


@pytest.mark.django_db
def test_les_deux_relais_arretes_c_est_un_echec_et_rien_ne_reste_du_code(
    code, relais, second, settings
) -> None:
    settings.COURRIERS_DELAIS = [10, 30, 120]
    relais.arreter()
    second.arreter()
    courrier = code("courriel")
    for _ in range(6):
        tasks.envoyer(courrier.reference)
        if etat(courrier) == "a_envoyer":
            vieillir(courrier)
    assert etat(courrier) == "echec"
    assert list(courrier.mouvements.filter(transition="marquer").values_list("fournisseur", flat=True)) == [
        *[f"SMTP 127.0.0.1:{relais.port}"] * 2, *[f"SMTP 127.0.0.1:{second.port}"] * 2,
    ]  # fmt: skip
    assert not present(CODE)


@pytest.mark.django_db
def test_le_relais_revient_et_le_courriel_part(code, relais) -> None:
    relais.arreter()
    courrier = code("courriel")
    tasks.envoyer(courrier.reference)
    relais.demarrer()
    vieillir(courrier)
    tasks.envoyer(courrier.reference)
    assert (len(relais.recus), etat(courrier)) == (1, "envoye")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("commande", "reponse", "fin"),
    [
        ("MAIL", "451 plus tard", "a_envoyer"), ("MAIL", "550 pas vous", "a_envoyer"),
        ("RCPT", "450 plus tard", "a_envoyer"), ("RCPT", "550 inconnu camille.durand", "echec"),
        ("DATA", "451 plus tard", "a_envoyer"), ("DATA", "554 refusé", "echec"),
        ("DATA", None, "incertain"),
    ],
)  # fmt: skip
def test_ce_que_le_relais_repond_decide_de_la_suite(code, relais, commande, reponse, fin) -> None:
    relais.reponses[commande] = reponse
    courrier = code("courriel")
    tasks.envoyer(courrier.reference)
    assert (etat(courrier), relais.recus) == (fin, [])
    motif = courrier.mouvements.last().motif
    assert motif and "camille" not in motif
    if reponse:
        assert motif == f"refus {reponse[:3]}"


def _envoyer(adresse: str) -> None:
    pli = Pli("R" * 16, "courriel", "jean@cafés.example", "Objet", "Texte\n", "<p>Texte</p>")
    Smtp(adresse).envoyer(Envoi(pli.reference, [pli]))


@pytest.mark.parametrize("mot", [MOT_DE_PASSE, "faux"])
def test_avec_tls_et_mot_de_passe(tmp_path: Path, monkeypatch, mot: str) -> None:
    pem = certificat(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with Relais(pem) as relais:
        adresse = f"smtp+tls://portail:{quote(mot, safe='')}@localhost:{relais.port}"
        assert mot not in Smtp(adresse).nom
        if mot == MOT_DE_PASSE:
            _envoyer(adresse)
            assert relais.enveloppes[0][1] == ["jean@xn--cafs-dpa.example"]
        else:
            with pytest.raises(Indisponible, match="connexion 535"):
                _envoyer(adresse)


def test_un_certificat_inconnu_ne_recoit_ni_mot_de_passe_ni_courriel(tmp_path: Path) -> None:
    with Relais(certificat(tmp_path)) as relais:
        with pytest.raises(Indisponible, match="SSL"):
            _envoyer(f"smtp+tls://portail:x@localhost:{relais.port}")
        assert relais.recus == []


def test_un_relais_sans_tls_ne_recoit_rien_quand_tls_est_exige(relais) -> None:
    with pytest.raises(Indisponible, match="connexion"):
        _envoyer(f"smtp+tls://portail:x@127.0.0.1:{relais.port}")
    assert relais.recus == []
