"""Two tabs, two clicks, at the same instant, on real transactions: with the guard, and without, where the race is."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from typing import Any
from unittest import mock

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import selectors
from accounts.models import Compte, LienFranceConnect, PassageFranceConnect, Personne
from accounts.nir import Nir
from accounts.services import franceconnect as services
from dossiers.services import ouvrir_dossier
from portal.cafs.models import Caisse
from portal.limites.services import Verdict
from tests.accounts.fabrique import FICTIF, personne
from tests.accounts.fournisseur_identite import Fournisseur
from tests.accounts.test_simultane import sans_verrou
from tests.outils.client import ClientExigeant
from tests.outils.hostilite import oublier_le_cache
from tests.outils.simultane import a_deux

pytestmark = pytest.mark.django_db(transaction=True)
AVEC_ET_SANS = pytest.mark.parametrize("garde", [True, False], ids=["avec la garde", "sans"])


@pytest.fixture(autouse=True)
def _sans_limites() -> Iterator[None]:
    """They count outside transactions, where `a_deux` puts us."""
    with mock.patch("accounts.services.connexion.essayer", lambda *a, **k: Verdict(True)):
        with mock.patch("accounts.services.franceconnect.reussir", lambda *a, **k: None):
            yield
    oublier_le_cache("default")


@pytest.fixture
def camille(transactional_db: None) -> Personne:
    """In a dossier, without an account."""
    Caisse.objects.create(code="31", nom="Caf de la Haute-Garonne")
    qui = personne(FICTIF)
    ouvrir_dossier(responsable=qui, caf="31", numero_allocataire="9310001", le=timezone.localdate())
    return qui


def revenue(chez: Fournisseur, client: Any = None) -> PassageFranceConnect:
    """The journey of a browser whose identity is to be linked."""
    client = client or ClientExigeant()
    client.get(chez.accorder(client.post(reverse("comptes:franceconnect_aller"))["Location"]))
    return PassageFranceConnect.objects.latest("pk")


def relier(passage: PassageFranceConnect) -> Any:
    nir = Nir(FICTIF)
    return services.relier(
        passage=passage,
        personne=selectors.personne_par_nir(nir),
        nir=nir,
        cle="k",
        adresse="a",
        le=date.today(),  # noqa: DTZ011
    )


@AVEC_ET_SANS
def test_deux_onglets_un_seul_compte(chez: Fournisseur, camille, garde: bool) -> None:
    """MC-11 : deux numéros tapés en même temps, un compte, un lien."""
    un, deux = revenue(chez), revenue(chez)
    with nullcontext() if garde else sans_verrou():
        resultats = a_deux(lambda: relier(un), lambda: relier(deux))
    camille.refresh_from_db()
    if garde:
        assert [r.compte for r in resultats] == [camille.compte] * 2
        assert Compte.objects.count() == LienFranceConnect.objects.count() == 1
    else:
        assert isinstance(resultats[1], services.LienRefuse), "la base a le dernier mot"
        assert LienFranceConnect.objects.count() == 1


@AVEC_ET_SANS
def test_un_numero_tape_deux_fois(chez: Fournisseur, camille, garde: bool) -> None:
    """Un double clic : la seconde requête trouve le passage fini."""
    passage = revenue(chez)
    with nullcontext() if garde else sans_verrou():
        un, deux = a_deux(lambda: relier(passage), lambda: relier(passage))
    assert isinstance(un, services.Entree)
    assert isinstance(deux, services.PassagePerdu if garde else services.LienRefuse)
    assert LienFranceConnect.objects.count() == 1


@AVEC_ET_SANS
def test_une_reponse_qui_revient_deux_fois_n_est_echangee_qu_une(
    chez: Fournisseur, camille, garde: bool
) -> None:
    from urllib.parse import parse_qs, urlsplit

    client = ClientExigeant()
    depart = client.post(reverse("comptes:franceconnect_aller"))["Location"]
    state, navigateur = parse_qs(urlsplit(depart).query)["state"][0], client.cookies["navigateur"].value

    def revenir() -> Any:
        return services._revenu(state, navigateur, None)

    with nullcontext() if garde else sans_verrou():
        un, deux = a_deux(revenir, revenir)
    assert isinstance(un, PassageFranceConnect)
    assert isinstance(deux, services.PassageDejaVu if garde else PassageFranceConnect)


def test_l_echange_ne_tient_aucun_verrou(chez: Fournisseur, camille) -> None:
    """Pendant qu'il est demandé à FranceConnect, la base n'attend pas."""
    from django.db import connection, transaction

    from tests.accounts.fournisseur_identite import envoyer

    client = ClientExigeant()
    retour = chez.accorder(client.post(reverse("comptes:franceconnect_aller"))["Location"])
    vus: list[Any] = []

    def regarder(guichet: Any) -> None:
        try:
            with transaction.atomic():
                vus.append(
                    PassageFranceConnect.objects.select_for_update(nowait=True).order_by("pk").get().etat
                )
        except Exception as erreur:
            vus.append(erreur)
        finally:
            connection.close()
        envoyer(guichet, 400, b"{}")

    chez.repondre["/token"] = regarder
    client.get(retour)
    assert vus == ["revenu"]
