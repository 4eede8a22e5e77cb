"""Two browsers, or two clicks, at the same instant, on real transactions. Each race in two scenes: with its guard, and
with the guard taken out, where it happens."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.urls import reverse

from accounts.enums import EtatVerification, FormeSecret
from accounts.models import Compte, Personne, PointContact, Secret, Verification
from accounts.services import (
    ajouter_point_contact,
    connexion,
    contacts,
    envoyer_lettre_activation,
    recuperation,
    verification,
)
from accounts.services.recuperation import choisir_mot_de_passe, utiliser_secret_postal
from accounts.services.verification import (
    Issue,
    VerificationFinie,
    demander_code,
    verifier_code,
)
from portal.courriers.models import Courrier
from portal.journal.models import Evenement
from portal.limites.services import Verdict
from tests.accounts.acces import (
    NOUVEAU,
    code_recu,
    emettre,
    jusqu_au_code,
    saisir_le_code,
    se_connecter,
    titulaire,
)
from tests.accounts.doubles import session_de
from tests.accounts.fabrique import FICTIF, personne
from tests.outils.client import ClientExigeant
from tests.outils.hostilite import oublier_le_cache
from tests.outils.simultane import a_deux, sans_contrainte

pytestmark = pytest.mark.django_db(transaction=True)
AVEC_ET_SANS = pytest.mark.parametrize("garde", [True, False], ids=["avec la garde", "sans"])
NAVIGATEUR = "un-jeton-de-navigateur"


@pytest.fixture(autouse=True)
def _sans_limites() -> Iterator[None]:
    """Limits would refuse the second before the race; and they count outside transactions, where `a_deux` puts us."""
    with mock.patch("accounts.services.connexion.essayer", lambda *a, **k: Verdict(True)):
        with mock.patch("accounts.services.verification.reussir", lambda *a, **k: None):
            yield
    oublier_le_cache("default")


@contextmanager
def sans_verrou() -> Iterator[None]:
    """As if nobody had written `select_for_update`."""
    with mock.patch.object(QuerySet, "select_for_update", lambda self, *a, **k: self.all()):
        yield


@contextmanager
def sans_relire() -> Iterator[None]:
    """As if each step believed what its page had read."""
    with mock.patch.object(verification, "tenir", lambda lue: lue):
        yield


def relue(en_cours: Verification) -> Verification:
    """Each request has read it for itself."""
    return Verification.objects.select_related("personne").get(pk=en_cours.pk)


def si(garde: bool, retirer: AbstractContextManager[None]) -> AbstractContextManager[None]:
    return nullcontext() if garde else retirer


def evenements(action: str) -> int:
    return Evenement.objects.filter(action=f"accounts.{action}").count()


def _code_en_main(client: ClientExigeant) -> tuple[Verification, str]:
    """Somebody who has just received a code."""
    titulaire()
    en_cours = jusqu_au_code(client)
    emettre()
    return en_cours, code_recu()


@AVEC_ET_SANS
def test_le_meme_code_poste_deux_fois_prouve_une_fois(client, garde: bool) -> None:
    """MC-28, ASVS 6.5.1. Sent twice by an impatient hand: both are led on, and it served once."""
    en_cours, code = _code_en_main(client)

    lues = [relue(en_cours) for _ in range(2)]
    gestes = [lambda r=r: verifier_code(verification=r, saisie=code, adresse="").issue for r in lues]
    with si(garde, sans_relire()):
        issues = a_deux(*gestes)
    en_cours.refresh_from_db()
    assert en_cours.etat == EtatVerification.PROUVEE
    assert issues == [Issue.ACCEPTE, Issue.ACCEPTE]
    assert evenements("code_accepte") == (1 if garde else 2)
    assert Secret.objects.get().essais == 1


def test_le_meme_code_poste_par_deux_requetes_du_meme_navigateur(client) -> None:
    """The same through HTTP: both are redirected to the new password, one « code_accepte »."""
    en_cours, code = _code_en_main(client)
    cookies = client.cookies.output(header="", sep=";")

    def poster() -> Any:
        qui = ClientExigeant()
        qui.cookies.load(cookies)
        return saisir_le_code(qui, en_cours, code)

    reponses = ensemble(*[poster] * 4)
    suite = reverse("comptes:nouveau", args=[en_cours.reference])
    assert [r["Location"] for r in reponses] == [suite] * 4
    assert evenements("code_accepte") == 1 and Secret.objects.get().essais == 1


@AVEC_ET_SANS
def test_le_secret_d_une_lettre_use_par_deux_navigateurs_n_en_prouve_qu_un(garde: bool) -> None:
    """R-16."""
    qui = personne(FICTIF)
    _lettre(qui)
    secret = code_recu()

    def utiliser(navigateur: str) -> Verification | None:
        return utiliser_secret_postal(
            personne=Personne.objects.get(pk=qui.pk),
            cle="cle",
            saisie=secret,
            adresse="",
            navigateur=navigateur,
        )

    with si(garde, sans_verrou()):
        un, autre = a_deux(lambda: utiliser("un"), lambda: utiliser("autre"))
    assert isinstance(un, Verification)
    assert (autre is None) is garde
    prouvees = Verification.objects.filter(etat=EtatVerification.PROUVEE).count()
    assert (prouvees, evenements("code_accepte")) == ((1, 1) if garde else (2, 2))


def _lettre(qui: Personne) -> None:
    from accounts.services import ajouter_point_contact

    ajouter_point_contact(
        personne=qui, canal="courrier", valeur="Camille Roche\n3 rue des Lilas\n31000 TOULOUSE"
    )
    envoyer_lettre_activation(personne=qui)
    emettre()


@AVEC_ET_SANS
def test_le_nouveau_mot_de_passe_poste_deux_fois_change_et_previent_une_fois(client, garde: bool) -> None:
    """R-17: one change, one set of notices."""
    en_cours, code = _code_en_main(client)
    saisir_le_code(client, en_cours, code)

    def choisir() -> Compte:
        return choisir_mot_de_passe(verification=en_cours, mot_de_passe=NOUVEAU)

    with si(garde, sans_verrou()):
        _, second = a_deux(choisir, choisir)
    assert isinstance(second, VerificationFinie) is garde
    avis = Courrier.objects.filter(modele="mot_de_passe_change").count()
    assert (evenements("mot_de_passe_choisi"), avis) == ((1, 3) if garde else (2, 6))


@AVEC_ET_SANS
def test_deux_codes_demandes_a_la_fois_un_seul_vit(client, garde: bool) -> None:
    """R-13: a code voids the former, also when both were asked for at once. The lock first, the constraint besides."""
    titulaire()
    en_cours = jusqu_au_code(client)

    with ExitStack() as sans:
        if not garde:
            sans.enter_context(sans_contrainte(Secret, "secret_un_seul_code_a_la_fois"))
            sans.enter_context(sans_tenir_la_verification())
        _demander_a_deux(en_cours)
        vivants = Secret.objects.filter(utilise_le=None, annule_le=None, forme=FormeSecret.CODE).count()
    assert vivants == (1 if garde else 2)


def test_sans_le_verrou_la_base_refuse_encore_un_second_code(client) -> None:
    """The constraint alone: two codes asked for at once, and the second is refused rather than alive."""
    titulaire()
    en_cours = jusqu_au_code(client)

    with sans_tenir_la_verification():
        _, second = _demander_a_deux(en_cours)
    assert "secret_un_seul_code_a_la_fois" in str(second)
    assert Secret.objects.filter(utilise_le=None, annule_le=None).count() == 1


def sans_tenir_la_verification() -> AbstractContextManager[Any]:
    return mock.patch.object(verification, "avancer", lambda lue, *a, **k: lue)


def _demander_a_deux(en_cours: Verification) -> list[Any]:
    lues = [relue(en_cours) for _ in range(2)]
    return a_deux(*(lambda r=r: demander_code(verification=r, rang=0, adresse="") for r in lues))


@AVEC_ET_SANS
def test_deux_premieres_connexions_a_la_fois_un_seul_compte(garde: bool) -> None:
    """MC-44: two browsers had proved the same person; one account opens, whoever comes last finds it."""
    qui = personne(FICTIF)
    prouvees = [_prouvee(qui) for _ in range(2)]
    gestes = [lambda r=r: choisir_mot_de_passe(verification=r, mot_de_passe=NOUVEAU) for r in prouvees]
    with ExitStack() as sans:
        if not garde:
            sans.enter_context(sans_verrou())
            # It waits for the other's row, so it would hide the race.
            sans.enter_context(
                mock.patch.object(recuperation, "fermer_les_verifications", lambda *_, **__: None)
            )
        _, second = a_deux(*gestes)
    assert isinstance(second, VerificationFinie) is garde
    assert Compte.objects.count() == (1 if garde else 2)
    qui.refresh_from_db()
    assert qui.compte and qui.compte.check_password(NOUVEAU)


@AVEC_ET_SANS
def test_deux_qui_choisissent_ensemble_ne_s_attendent_pas_l_un_l_autre(garde: bool) -> None:
    """Each has moved its own recovery and would close the other's: the person is held before either moves."""
    qui = personne(FICTIF)
    rendez_vous, avancer = Barrier(2), verification.avancer

    def avancer_ensemble(*a: Any, **k: Any) -> Verification:
        faite = avancer(*a, **k)
        with suppress(BrokenBarrierError):
            rendez_vous.wait(10 if not garde else 1)
        return faite

    gestes = [
        lambda r=r: choisir_mot_de_passe(verification=r, mot_de_passe=NOUVEAU)
        for r in [_prouvee(qui) for _ in range(2)]
    ]
    with ExitStack() as sans:
        sans.enter_context(mock.patch.object(recuperation, "avancer", avancer_ensemble))
        if not garde:
            sans.enter_context(mock.patch.object(recuperation, "tenir_la_personne", lambda _: None))
        fins = ensemble(*gestes)
    echecs = [f for f in fins if isinstance(f, Exception)]
    assert len(echecs) == 1 and Compte.objects.count() == 1
    assert isinstance(echecs[0], VerificationFinie if garde else OperationalError)


def _prouvee(qui: Personne) -> Verification:
    from datetime import timedelta

    from django.utils import timezone

    faite = Verification(
        usage="premiere", personne=qui, navigateur=b"n" * 32, cle_limite="cle", etat=EtatVerification.PROUVEE,
        perime_le=timezone.now() + timedelta(minutes=10),
    )  # fmt: skip
    faite.choix = []
    faite.save()
    return faite


def ensemble(*gestes: Any) -> list[Any]:
    """What each returned or raised; all start at the same instant, each on a connection of its own."""
    depart, resultats = Barrier(len(gestes)), [None] * len(gestes)

    def _faire(rang: int) -> None:
        depart.wait(10)
        try:
            resultats[rang] = gestes[rang]()
        except Exception as erreur:
            resultats[rang] = erreur
        finally:
            connection.close()

    fils = [Thread(target=_faire, args=(rang,)) for rang in range(len(gestes))]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(30)
    return resultats


def test_neuf_mauvais_essais_a_la_fois_n_en_valent_jamais_plus_de_cinq(client) -> None:
    """R-13, ASVS 6.6.3: five tries, in a row or all at once; then the right one is refused too."""
    en_cours, code = _code_en_main(client)
    faux = "000000" if code != "000000" else "111111"

    def essayer() -> Any:
        return verifier_code(verification=en_cours, saisie=faux, adresse="")

    reponses = ensemble(*[essayer] * 9)
    assert sorted(r.restants for r in reponses if r.issue == Issue.REFUSE) == [1, 2, 3, 4]
    assert [r.issue for r in reponses].count(Issue.EPUISE) == 1
    assert [r.issue for r in reponses].count(Issue.PERIME) == 4
    secret = Secret.objects.get()
    assert secret.essais == 5 and secret.annule_le and evenements("code_refuse") == 5
    assert verifier_code(verification=en_cours, saisie=code, adresse="").issue == Issue.PERIME


@AVEC_ET_SANS
def test_un_essai_ne_se_perd_pas(client, garde: bool) -> None:
    """Two wrong codes at once count for two."""
    en_cours, code = _code_en_main(client)
    faux = "000000" if code != "000000" else "111111"

    def essayer() -> Any:
        return verifier_code(verification=en_cours, saisie=faux, adresse="")

    with si(garde, sans_verrou()):
        a_deux(essayer, essayer)
    assert Secret.objects.get().essais == (2 if garde else 1)


@AVEC_ET_SANS
def test_abandonner_et_prouver_a_la_fois_ne_prouve_pas_une_recuperation_abandonnee(
    client, garde: bool
) -> None:
    """GEN-20: whichever comes first wins; what was given up opens nothing."""
    en_cours, code = _code_en_main(client)
    une, autre = relue(en_cours), relue(en_cours)
    with ExitStack() as sans:
        if not garde:
            sans.enter_context(sans_contrainte(Secret, "secret_utilise_ou_annule"))
            sans.enter_context(sans_relire())
        _, second = a_deux(
            lambda: verification.abandonner(verification=une),
            lambda: verifier_code(verification=autre, saisie=code, adresse=""),
        )
        en_cours.refresh_from_db()
        assert isinstance(second, VerificationFinie) is garde
        assert (en_cours.etat == EtatVerification.ABANDON) is garde


@AVEC_ET_SANS
def test_deux_ouvriers_a_la_fois_n_emettent_qu_un_code(client, garde: bool) -> None:
    """The queue's task and beat's: one message."""
    titulaire()
    jusqu_au_code(client)
    with si(garde, sans_verrou()):
        a_deux(emettre, emettre)
    assert Courrier.objects.filter(secret=True).count() == (1 if garde else 2)


def test_une_connexion_en_vol_pendant_que_le_mot_de_passe_change_n_ouvre_rien(client) -> None:
    """ASVS 7.4.3: the former password was right when it was looked at; the session it opens is nobody's."""
    en_cours, code = _code_en_main(client)
    saisir_le_code(client, en_cours, code)
    verifier, voleur = connexion.verifier_mot_de_passe, ClientExigeant()

    def verifier_puis_changer(**champs: Any) -> Compte:
        compte = verifier(**champs)
        choisir_mot_de_passe(verification=en_cours, mot_de_passe=NOUVEAU)
        return compte

    with (
        mock.patch.object(connexion, "verifier_mot_de_passe", verifier_puis_changer),
        mock.patch.object(connexion, "reussir", lambda *a, **k: None),
    ):
        assert se_connecter(voleur).status_code == 302
    assert voleur.get("/mon-compte/").status_code == 302, "elle était déjà fermée"


@AVEC_ET_SANS
def test_la_meme_coordonnee_prouvee_deux_fois_a_la_fois_n_est_ajoutee_qu_une(garde: bool) -> None:
    """Two tabs, two codes, one telephone: sealed, it can't be unique by itself, so the person is held."""
    qui = titulaire()
    gestes = [_ajout_prouve(qui) for _ in range(2)]
    with si(garde, sans_verrou()):
        a_deux(*gestes)
    assert qui.points_contact.filter(canal="sms").count() == (2 if garde else 3)


@AVEC_ET_SANS
def test_la_derniere_place_n_est_prise_qu_une_fois(garde: bool) -> None:
    """Two tabs, two telephones, one place left: the second is told so."""
    qui = titulaire()
    for rang in range(contacts.MAXIMUM - 3):
        ajouter_point_contact(personne=qui, canal="sms", valeur=f"06 39 98 88 0{rang}")
    gestes = [_ajout_prouve(qui, f"06 39 98 77 0{rang}") for rang in range(2)]
    with si(garde, sans_verrou()):
        _, second = a_deux(*gestes)
    assert isinstance(second, ValidationError) is garde
    siens = PointContact.objects.en_service().exclude(canal="courrier")
    assert siens.count() == contacts.MAXIMUM + (0 if garde else 1)


def _ajout_prouve(qui: Personne, valeur: str = "06 39 98 77 01") -> Any:
    ajout = contacts.ouvrir_ajout(personne=qui, canal="sms", valeur=valeur, navigateur=NAVIGATEUR)
    Verification.objects.filter(pk=ajout.pk).update(etat=EtatVerification.PROUVEE)
    assert qui.compte is not None
    return lambda: contacts.ajouter_contact(verification=relue(ajout), acteur=qui.compte)


@AVEC_ET_SANS
def test_les_deux_dernieres_retirees_a_la_fois_il_en_reste_une(garde: bool) -> None:
    """Each sees the other: without the lock both go, and nothing receives a code any more."""
    qui = titulaire()
    qui.points_contact.filter(canal="courrier").delete()
    references = list(qui.points_contact.order_by("pk").values_list("reference", flat=True))
    assert qui.compte is not None
    acteur = qui.compte
    session = session_de(acteur)
    with si(garde, sans_verrou()):
        _, second = a_deux(
            *(
                lambda r=r: contacts.retirer_contact(
                    personne=qui, reference=r, acteur=acteur, session=session
                )
                for r in references
            )
        )
    assert isinstance(second, contacts.DerniereCoordonnee) is garde
    assert PointContact.objects.en_service().count() == (1 if garde else 0)


@AVEC_ET_SANS
def test_pas_moi_et_un_ajout_a_la_fois_le_voleur_n_a_rien(garde: bool) -> None:
    """Whichever comes first: the telephone that a thief had just proven does not outlive « ce n'était pas moi »."""
    from accounts.services import securite

    qui = titulaire()
    ajout = _ajout_prouve(qui)
    assert qui.compte is not None
    compte = qui.compte
    with ExitStack() as sans:
        if not garde:
            sans.enter_context(sans_verrou())
            # It waits for the verification that the other moves.
            sans.enter_context(mock.patch.object(securite, "fermer_les_verifications", lambda *_, **__: None))
        a_deux(ajout, lambda: securite.fermer_tous_les_acces(compte=compte, personne=qui))
    assert qui.points_contact.filter(canal="sms").count() == (1 if garde else 2)
