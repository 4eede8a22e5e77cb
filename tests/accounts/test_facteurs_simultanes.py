"""Two tabs, two hands, at the same instant: each race with its guard, and without, where it happens."""

from collections.abc import Iterator
from contextlib import ExitStack
from unittest import mock

import pytest

from accounts.cles_acces import ReponseRefusee, Site
from accounts.models import CodeSecours, Compte, Facteur
from accounts.services import facteurs, sessions
from accounts.services.securite import fermer_tous_les_acces
from accounts.services.sessions import AccesFerme
from tests.accounts.acces import titulaire
from tests.accounts.doubles import avec_application, avec_codes, code_de, compte_de, session_de
from tests.accounts.test_simultane import AVEC_ET_SANS, evenements, sans_verrou, si
from tests.outils.cle_logicielle import CleLogicielle
from tests.outils.hostilite import oublier_le_cache
from tests.outils.simultane import a_deux, sans_contrainte

pytestmark = pytest.mark.django_db(transaction=True)
ICI = Site("Mes droits familles", "testserver", "http://testserver")


@pytest.fixture(autouse=True)
def _rien_de_compte() -> Iterator[None]:
    yield
    oublier_le_cache("default")


@AVEC_ET_SANS
def test_le_meme_code_d_application_dans_deux_onglets_ne_sert_qu_une_fois(garde: bool) -> None:
    """RFC 6238, section 5.2: the second one is refused, also when both came at once."""
    qui = titulaire()
    code, compte = code_de(avec_application(qui)), compte_de(qui)
    geste = lambda: facteurs.verifier_totp(compte=compte, saisie=code)  # noqa: E731
    with si(garde, sans_verrou()):
        issues = a_deux(geste, geste)
    assert issues == [True, not garde]
    assert evenements("facteur_accepte") == (1 if garde else 2)


@AVEC_ET_SANS
def test_le_meme_code_de_secours_dans_deux_onglets_ne_sert_qu_une_fois(garde: bool) -> None:
    qui = titulaire()
    avec_application(qui)
    code, compte = avec_codes(qui)[0], compte_de(qui)
    geste = lambda: facteurs.utiliser_code_secours(compte=compte, saisie=code)  # noqa: E731
    with si(garde, sans_verrou()):
        issues = a_deux(geste, geste)
    assert issues == [True, not garde]
    assert facteurs.codes_restants(compte) == 9


@AVEC_ET_SANS
def test_une_cle_et_sa_copie_ensemble_une_seule_passe(garde: bool) -> None:
    """The same count twice: whoever comes second is seen, also when both came at once."""
    qui = titulaire()
    cle, compte = CleLogicielle(), compte_de(qui)
    options, etat = facteurs.options_ajout(compte=compte, nom="C", site=ICI)
    facteurs.ajouter_cle(
        compte=compte, personne=qui, nom="C", reponse=cle.creer(options), etat=etat, site=ICI,
        session=session_de(compte),
    )  # fmt: skip

    def presenter(laquelle: CleLogicielle) -> Facteur:
        options, etat = facteurs.options_presentation(compte=compte, site=ICI)
        return facteurs.presenter_cle(compte=compte, reponse=laquelle.presenter(options), etat=etat, site=ICI)

    copie = cle.copier()
    with si(garde, sans_verrou()):
        _, seconde = a_deux(lambda: presenter(cle), lambda: presenter(copie))
    assert isinstance(seconde, ReponseRefusee) is garde
    assert evenements("cle_douteuse") == (1 if garde else 0)


@AVEC_ET_SANS
def test_deux_applications_reliees_a_la_fois_une_seule_reste(garde: bool) -> None:
    """The lock first; the constraint besides, which the second scene takes out too."""
    qui = titulaire()
    compte, session = compte_de(qui), session_de(compte_de(qui))
    # As if two tabs had each prepared their own.
    premiere, seconde = (_preparee(qui) for _ in range(2))
    gestes = [
        lambda f=f: facteurs.confirmer_totp(
            compte=compte, personne=qui, reference=f.reference, saisie=code_de(f), session=session
        )
        for f in (premiere, seconde)
    ]
    with ExitStack() as sans:
        if not garde:
            sans.enter_context(sans_contrainte(Facteur, "facteur_une_application"))
            sans.enter_context(sans_verrou())
            sans.enter_context(mock.patch.object(sessions, "tenir_la_personne", lambda _: None))
        a_deux(*gestes)
        assert len(facteurs.actifs(compte)) == (1 if garde else 2)


def _preparee(qui) -> Facteur:
    facteur = avec_application(qui)
    facteur.confirme_le = None
    facteur.save()
    return facteur


@AVEC_ET_SANS
def test_pas_moi_et_l_ajout_d_un_voleur_a_la_fois_ne_laissent_pas_sa_cle(garde: bool) -> None:
    """Whoever comes second: the owner's word is the last one. Without the check of the session, the key would stay."""
    qui = titulaire()
    compte, session, cle = compte_de(qui), session_de(compte_de(qui)), CleLogicielle()
    options, etat = facteurs.options_ajout(compte=compte, nom="V", site=ICI)

    def voler() -> Facteur:
        return facteurs.ajouter_cle(
            compte=compte,
            personne=qui,
            nom="V",
            reponse=cle.creer(options),
            etat=etat,
            site=ICI,
            session=session,
        )

    with ExitStack() as sans:
        if not garde:
            from accounts.services.facteurs import cles

            sans.enter_context(mock.patch.object(cles, "tenir", lambda *_: None))
        _, seconde = a_deux(lambda: fermer_tous_les_acces(compte=compte, personne=qui), voler)
    assert isinstance(seconde, AccesFerme) is garde
    assert Facteur.objects.exists() is not garde


def test_deux_feuilles_imprimees_a_la_fois_il_en_reste_une() -> None:
    qui = titulaire()
    avec_application(qui)
    compte, session = compte_de(qui), session_de(compte_de(qui))
    geste = lambda: facteurs.imprimer_codes(compte=compte, personne=qui, session=session)  # noqa: E731
    _, seconde = a_deux(geste, geste)
    assert CodeSecours.objects.count() == 10
    assert facteurs.utiliser_code_secours(compte=compte, saisie=seconde[0])


@AVEC_ET_SANS
def test_deux_connexions_d_un_agent_installent_a_la_fois_une_seule_entre(garde: bool) -> None:
    """Its owner and whoever knows the password: without the lock, both would come in, each with their own."""
    compte = Compte.objects.create_user(nature="agent", is_staff=True, password="Tournesol31Vert")
    un, deux = CleLogicielle(), CleLogicielle()

    def installer(cle: CleLogicielle) -> list[str]:
        options, etat = facteurs.options_ajout(compte=compte, nom="C", site=ICI)
        return facteurs.installer_cle(compte=compte, nom="C", reponse=cle.creer(options), etat=etat, site=ICI)

    with si(garde, sans_verrou()):
        premiere, seconde = a_deux(lambda: installer(un), lambda: installer(deux))
    assert len(premiere) == 10 and isinstance(seconde, AccesFerme) is garde
    assert len(facteurs.actifs(compte)) == (1 if garde else 2)
