"""A log line never holds a NIR, an IBAN or a code, whatever the way it came in."""

import json
import logging
import sys
import uuid
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from hypothesis import given
from hypothesis import strategies as st

from portal.celery import app as celery
from portal.http.gunicorn import JournalMasque
from portal.http.journaux import FormatJson, FormatLisible, identifiant_requete, masquer

CHIFFRES = "0123456789"
SEPARATEURS = ["", " ", "\u00a0", "\u202f", ".", "-", "_", "%20", "+", "\\xa0", " - "[:2]]
COURANTS = "%(asctime)s %(levelname)s %(requete)s %(name)s : %(message)s"


@st.composite
def nirs(draw: st.DrawFn) -> str:
    """A NIR, Corsica included, with or without its key, cut anywhere by one separator."""
    departement = draw(st.sampled_from(["31", "75", "97", "99", "2A", "2B", "2a", "2b"]))
    nir = draw(st.sampled_from("123478")) + draw(st.text(CHIFFRES, min_size=4, max_size=4)) + departement
    nir += draw(st.text(CHIFFRES, min_size=6, max_size=6)) + draw(st.sampled_from(["", "01", "91"]))
    return _couper(draw, nir)


@st.composite
def ibans(draw: st.DrawFn) -> str:
    """An IBAN of one of several countries, upper or lower case, cut anywhere."""
    pays, longueur = draw(
        st.sampled_from([("FR", 23), ("DE", 18), ("BE", 12), ("MC", 23), ("NO", 11), ("MT", 27)])
    )
    corps = draw(st.text(CHIFFRES + "ABCXYZ", min_size=longueur, max_size=longueur))
    iban = pays + draw(st.text(CHIFFRES, min_size=2, max_size=2)) + corps
    return _couper(draw, iban.lower() if draw(st.booleans()) else iban, debut=2)


def _couper(draw: st.DrawFn, nombre: str, debut: int = 1) -> str:
    separateur = draw(st.sampled_from(SEPARATEURS))
    coupures = draw(st.sets(st.integers(debut, len(nombre) - 1), max_size=8))
    return "".join((separateur if i in coupures else "") + c for i, c in enumerate(nombre))


def _restes(texte: str) -> str:
    """The digits that stay, to see whether a number survived in pieces."""
    return "".join(c for c in texte if c.isdigit())


AUTOUR = st.sampled_from(
    [("", ""), ("nir=", "&page=x"), ("« ", " »"), ("NIR", " refusé"), ("('", "',)"), ("x_", ", y")]
)


@given(nirs(), AUTOUR)
def test_aucun_nir_ne_survit(nir: str, autour: tuple[str, str]) -> None:
    ligne = masquer(autour[0] + nir + autour[1])
    assert _restes(ligne) == ""


@given(ibans(), st.sampled_from([("", ""), ("iban=", "&x"), ("'", "'"), ("compte ", "."), ("iban_", "")]))
def test_aucun_iban_ne_survit(iban: str, autour: tuple[str, str]) -> None:
    assert len(_restes(masquer(autour[0] + iban + autour[1]))) < 6


@pytest.mark.parametrize(
    "texte",
    [
        "code 123456", "code=12345678", 'code:"654321"', '{"code":123456}', "/verifier/123456/", "code 123 456",
        "code 123-456", "votre code est 123456.", "SMS-123456", "code_123456", "(123456)", "123456",
        "1234 5678", "1234\u00a05678", "q=1234%205678", "q=4K7T-2M9Q-8H3X-6W5Z", "4k7t-2m9q-8h3x-6w5z.",
        "next=%2Fq%3D123456", "next=%2Fq%3D4K7T-2M9Q-8H3X-6W5Z",
    ],
)  # fmt: skip
def test_aucun_code_ne_survit(texte: str) -> None:
    assert _restes(masquer(texte).replace("%2Fq%3D", "")) == ""


@pytest.mark.parametrize(
    "texte",
    [
        "GET /simulations/ 200 en 0.123456 s",
        '"GET / HTTP/1.1" 200 512',
        "2026-11-23 20:57:11,123 INFO 0a1b2c3d4e5f6071 portal : prêt",
        "127.0.0.1:54321",
        "port 8000, 1 000 lignes, montant 188,09",
        "192.168.100.200",
        "1,5 s pour 31000",
    ],
)
def test_une_ligne_ordinaire_reste_lisible(texte: str) -> None:
    assert masquer(texte) == texte


@given(st.uuids())
def test_un_identifiant_de_requete_de_proxy_reste_entier(identifiant: uuid.UUID) -> None:
    assert masquer(f"requête {identifiant} : prêt") == f"requête {identifiant} : prêt"


def _enregistrement(message: object = "rien", *args: object, **extra: object) -> logging.LogRecord:
    return logging.getLogger("essai").makeRecord(
        "essai",
        logging.ERROR,
        __file__,
        1,
        message,
        args,
        sys.exc_info() if sys.exc_info()[0] else None,
        extra=extra,
    )


NIR, IBAN = "1 85 05 78 006 084 91", "FR76 3000 6000 0112 3456 7890 189"


def _lignes(enregistrement: logging.LogRecord) -> list[str]:
    enregistrement.requete = "-"
    return [
        FormatLisible(COURANTS).format(enregistrement),
        FormatJson("%(message)s %(levelname)s").format(enregistrement),
    ]


def _verifier(enregistrement: logging.LogRecord) -> None:
    for ligne in _lignes(enregistrement):
        sans_date = ligne.split(" ERROR ", 1)[-1]
        assert "006" not in sans_date and "3000" not in sans_date and "123456" not in sans_date, ligne


@pytest.mark.parametrize("porteur", [f"compte {NIR}", f"compte {IBAN}", "code 123456"])
def test_les_messages_et_leurs_arguments_sont_masques(porteur: str) -> None:
    _verifier(_enregistrement(porteur))
    _verifier(_enregistrement("vu %s", porteur))
    _verifier(_enregistrement("vu %r", {"a": [porteur.replace(" ", "\u00a0")]}))
    _verifier(_enregistrement("vu %(a)s", {"a": porteur}))
    _verifier(_enregistrement(ValueError(porteur)))


def test_les_exceptions_et_leurs_causes_sont_masquees() -> None:
    try:
        try:
            raise KeyError(NIR)
        except KeyError as cause:
            raise ValueError(f"refusé : {IBAN}, 123456") from cause
    except ValueError:
        _verifier(_enregistrement("échec"))


def test_les_champs_du_json_sont_masques_jusqu_au_fond() -> None:
    """Sans quoi `extra={"foyer": {"nir": …}}` passerait par-dessous."""
    _verifier(
        _enregistrement(
            nir=1850578006084,
            code=123456,
            foyer={"nir": NIR, "enfants": [{"nir": NIR}], NIR: "clé"},
            brut=NIR.encode(),
            ensemble={IBAN},
            couple=(NIR, IBAN),
            objet=SimpleNamespace(nir=NIR),
        )
    )


def test_le_json_reste_du_json_et_garde_ce_qui_n_est_pas_personnel() -> None:
    ligne = FormatJson("%(message)s").format(
        _enregistrement(
            "prêt",
            duree=0.25,
            statut=200,
            ok=True,
            rien=None,
            quand=datetime(2026, 1, 2, tzinfo=UTC),
            montant=Decimal("188.09"),
        )
    )
    lu = json.loads(ligne)
    assert (lu["message"], lu["duree"], lu["statut"], lu["ok"], lu["rien"]) == ("prêt", 0.25, 200, True, None)
    assert lu["quand"].startswith("2026-01-02") and lu["montant"] == "188.09"


def test_chaque_ligne_porte_l_identifiant_de_la_requete(client) -> None:
    reponse = client.get("/sante/vivant", headers={"X-Request-ID": "abcd-1234-proxy"})
    assert reponse["X-Request-ID"] == "abcd-1234-proxy"
    assert identifiant_requete.get() == "-"


@pytest.mark.parametrize(
    "recu",
    [
        "",
        "court",
        "a b c d e f g h",
        "x" * 65,
        "<script>alert(1)</script>",
        "1850578006084",
        "FR7630006000011234567890189",
    ],
)
def test_un_identifiant_mal_forme_ou_personnel_est_remplace(client, recu: str) -> None:
    reponse = client.get("/sante/vivant", headers={"X-Request-ID": recu})
    assert reponse["X-Request-ID"] != recu
    assert masquer(reponse["X-Request-ID"]) == reponse["X-Request-ID"]


def test_les_lignes_de_gunicorn_sont_masquees(capsys) -> None:
    JournalMasque(Config()).error(
        "Error handling request %s", "/recherche/?q=1%2085%2005%2078%20006%20084%2091"
    )
    ligne = capsys.readouterr().err
    assert "Error handling request" in ligne and "[nir]" in ligne and "%20084" not in ligne


def test_celery_laisse_les_journaux_aux_reglages_de_django() -> None:
    """Sans quoi son propre format écrirait les arguments des tâches tels quels."""
    celery.log.already_setup = False
    celery.log.setup(loglevel="INFO", redirect_stdouts=True)
    for journal in ("celery.task", "celery", "celery.worker"):
        assert logging.getLogger(journal).propagate
        sorties = [s for s in logging.getLogger(journal).handlers if not isinstance(s, logging.NullHandler)]
        assert sorties == []
