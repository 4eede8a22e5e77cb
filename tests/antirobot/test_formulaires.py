"""A protected form: proof, or a page read for three seconds; what was typed stays."""

import logging
import time

import pytest
from django.core.cache import cache
from django.http import QueryDict

from portal.antirobot import jetons
from portal.antirobot.formulaires import REFUS
from tests.antirobot.essai import EssaiForm
from tests.antirobot.fabrique import jeton, preuve
from tests.outils.page import Page
from tests.outils.serveurs import serveurs_de_donnees

URLS = pytest.mark.urls("tests.antirobot.essai")


@pytest.fixture(autouse=True)
def _sans_peine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that takes no time: on a busy machine the real one outlasts the age that a page must have."""
    monkeypatch.setattr(jetons, "TOURS", 1)


def formulaire(texte: str | None = None, reponse: str = "", **kwargs) -> EssaiForm:
    donnees = QueryDict(mutable=True)
    prefixe = f"{kwargs['prefix']}-" if kwargs else ""
    donnees.update({f"{prefixe}nom": "Ada", f"{prefixe}preuve": reponse})
    if texte is not None:
        donnees[f"{prefixe}jeton"] = texte
    return EssaiForm(donnees, **kwargs)


def test_une_preuve_suffit_meme_sur_une_page_toute_fraiche() -> None:
    texte = jeton()
    form = formulaire(texte, preuve(texte))
    assert form.accepte() and form.preuve_de_travail
    assert form.cleaned_data == {"nom": "Ada"}


def test_sans_preuve_une_page_lue_trois_secondes_suffit() -> None:
    form = formulaire(jeton(age=4))
    assert form.accepte() and not form.preuve_de_travail


def test_une_preuve_ne_sert_qu_une_fois() -> None:
    texte = jeton()
    assert formulaire(texte, preuve(texte)).accepte()
    rejouee = formulaire(texte, preuve(texte))
    assert not rejouee.accepte() and not rejouee.preuve_de_travail
    # Sent again from a page that was read, it is worth what no proof is.
    texte = jeton(age=10)
    vus = [formulaire(texte, preuve(texte)) for _ in range(2)]
    assert [(f.accepte(), f.preuve_de_travail) for f in vus] == [(True, True), (True, False)]


@pytest.mark.parametrize("age", [7201, 86400 * 30])
def test_un_jeton_trop_vieux_ne_vaut_rien_meme_avec_sa_preuve(age: int) -> None:
    texte = jeton(age=age)
    form = formulaire(texte, preuve(texte))
    assert not form.accepte() and not form.preuve_de_travail
    assert form.non_field_errors() == [REFUS]


def test_une_preuve_fausse_ne_vaut_pas_mieux_qu_aucune() -> None:
    for age, accepte in ((0, False), (5, True)):
        texte = jeton(age=age)
        fausse = str((int(preuve(texte)) + 1) % jetons.BORNE)
        form = formulaire(texte, fausse)
        assert (form.accepte(), form.preuve_de_travail) == (accepte, False)
        # It spent nothing: the right one still counts.
        juste = formulaire(texte, preuve(texte))
        assert juste.accepte() and juste.preuve_de_travail


@pytest.mark.parametrize(
    "texte", [None, "", "x", "1.2.3:4", "9999999999999." + "0" * 32 + "." + "0" * 32 + ":s"]
)
def test_un_jeton_forge_est_refuse(texte: str | None) -> None:
    form = formulaire(texte, "0")
    assert not form.accepte() and not form.preuve_de_travail


def test_un_jeton_vole_a_un_autre_defi_ne_prend_pas_sa_preuve() -> None:
    mien, autre = jeton(), jeton()
    reponse = preuve(autre)
    if reponse != preuve(mien):
        assert not formulaire(mien, reponse).accepte()


def test_une_faute_ailleurs_n_empeche_pas_de_le_savoir_et_deux_formulaires_partagent_une_page() -> None:
    texte = jeton()
    form = formulaire(texte, preuve(texte), prefix="a")
    assert form.accepte() and form.preuve_de_travail
    vide = EssaiForm(QueryDict(f"nom=&jeton={jeton(age=5)}"))
    assert not vide.accepte() and not vide.non_field_errors() and vide.errors["nom"]


def test_ce_qui_est_depense_s_oublie_quand_le_jeton_est_mort() -> None:
    texte = jeton()
    assert formulaire(texte, preuve(texte)).accepte()
    lu = jetons.lire(texte)
    assert lu
    client = cache._cache.get_client(None)
    duree = client.ttl(cache.make_key(f"antirobot:{lu.sel}"))
    assert jetons.VIE < duree <= jetons.VIE + 60


@URLS
def test_refuse_on_garde_ce_qui_est_saisi_et_on_renvoie_simplement(client, monkeypatch) -> None:
    premiere = client.get("/essai/").content.decode()
    cache_control = client.get("/essai/")["Cache-Control"]
    assert "no-store" in cache_control
    champs = _caches(premiere)
    refusee = client.post("/essai/", {"nom": "Ada", **champs}).content.decode()
    assert REFUS in refusee and 'value="Ada"' in refusee
    nouveaux = _caches(refusee)
    assert nouveaux["jeton"] != champs["jeton"] and nouveaux["preuve"] == ""
    monkeypatch.setattr("portal.antirobot.formulaires.time", _Horloge(3.5))
    assert "Reçu de Ada" in client.post("/essai/", {"nom": "Ada", **nouveaux}).content.decode()


def _caches(html: str) -> dict[str, str]:
    noms = {"jeton", "preuve"}
    return {e.get("name", ""): e.get("value", "") for e in Page(html).tous("input") if e.get("name") in noms}


class _Horloge:
    """The module `time`, ahead."""

    def __init__(self, avance: float) -> None:
        self.avance = avance

    def time(self) -> float:
        return time.time() + self.avance


@pytest.mark.lent
def test_redis_arrete_une_preuve_passe_et_il_revient(settings, caplog, monkeypatch) -> None:
    # A server that starts again takes its time too.
    monkeypatch.setattr(jetons, "AGE_MINIMAL", 600)
    with serveurs_de_donnees() as (_, valkey):
        avant = settings.CACHES
        settings.CACHES = {**avant, "default": {**avant["default"], "LOCATION": valkey.url}}
        try:
            texte = jeton()
            reponse = preuve(texte)
            valkey.arreter()
            with caplog.at_level(logging.WARNING):
                assert [formulaire(texte, reponse).accepte() for _ in range(2)] == [True, True]
            assert "Redis ne répond pas" in caplog.text
            # Work is still asked for.
            autre = jeton()
            assert not formulaire(autre, str(int(preuve(autre)) + 1)).accepte()
            valkey.demarrer()
            assert [formulaire(texte, reponse).accepte() for _ in range(2)] == [True, False]
        finally:
            settings.CACHES = avant
