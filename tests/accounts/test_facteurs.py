"""Second factors in the database: what counts, what is used once, what a change does besides."""

import json
import logging
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as reglages
from hypothesis import strategies as st

from accounts import cles_acces, tasks
from accounts.cles_acces import ReponseRefusee, Site
from accounts.enums import Nature, UsageAppareil
from accounts.models import Appareil, CodeSecours, Compte, Facteur, Session
from accounts.services import facteurs
from accounts.services.connexion import TropDEssais
from accounts.services.second_facteur import a_un_facteur
from accounts.services.securite import fermer_tous_les_acces
from accounts.services.sessions import AccesFerme
from portal.courriers.models import Courrier
from portal.journal.models import Evenement
from tests.accounts.acces import titulaire
from tests.accounts.doubles import avec_application, avec_codes, code_de, compte_de, session_de
from tests.accounts.fabrique import AUTRE_FICTIF
from tests.outils.cle_logicielle import CleLogicielle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("compteurs_rendus")]
ICI = Site("Mes droits familles", "testserver", "http://testserver")


def ajouter(qui, cle: CleLogicielle, nom: str = "Mon téléphone", **remplace) -> Facteur:
    compte = compte_de(qui)
    options, etat = facteurs.options_ajout(compte=compte, nom="Camille R•••", site=ICI)
    champs = {"etat": etat, "reponse": cle.creer(options), "session": session_de(compte), **remplace}
    return facteurs.ajouter_cle(compte=compte, personne=qui, nom=nom, site=ICI, **champs)


def presenter(qui, cle: CleLogicielle, *, seule: bool = False, **remplace) -> Facteur:
    compte = None if seule else compte_de(qui)
    options, etat = facteurs.options_presentation(compte=compte, site=ICI)
    return facteurs.presenter_cle(
        compte=compte, reponse=cle.presenter(options, **remplace), etat=etat, site=ICI
    )


def faits(action: str) -> int:
    return Evenement.objects.filter(action=f"accounts.{action}").count()


# ------------------------------------------------------------------ the application
def test_une_application_ne_compte_qu_une_fois_confirmee() -> None:
    qui = titulaire()
    compte = compte_de(qui)
    prete = facteurs.preparer_totp(compte=compte)
    assert not a_un_facteur(compte) and not facteurs.verifier_totp(compte=compte, saisie=code_de(prete))
    faux = "000000" if code_de(prete) != "000000" else "111111"
    champs = {"compte": compte, "personne": qui, "reference": prete.reference, "session": session_de(compte)}
    assert facteurs.confirmer_totp(saisie=faux, **champs) is None and not a_un_facteur(compte)
    code = code_de(prete)
    assert facteurs.confirmer_totp(saisie=code, **champs) == prete and a_un_facteur(compte)
    assert not facteurs.verifier_totp(compte=compte, saisie=code), "le code de la confirmation a servi"
    assert facteurs.verifier_totp(compte=compte, saisie=code_de(prete, dans=1))


def test_un_code_sert_une_fois_et_ceux_d_avant_ne_servent_plus() -> None:
    qui = titulaire()
    facteur = avec_application(qui)
    compte, code, precedent = compte_de(qui), code_de(facteur), code_de(facteur, dans=-1)
    assert facteurs.verifier_totp(compte=compte, saisie=code)
    assert not facteurs.verifier_totp(compte=compte, saisie=code)
    assert not facteurs.verifier_totp(compte=compte, saisie=precedent)
    assert (faits("facteur_accepte"), faits("facteur_refuse")) == (1, 2)
    facteur.refresh_from_db()
    assert facteur.utilise_le is not None


def test_une_nouvelle_application_remplace_la_precedente() -> None:
    qui = titulaire()
    ancienne, compte = avec_application(qui), compte_de(qui)
    prete = facteurs.preparer_totp(compte=compte)
    facteurs.confirmer_totp(
        compte=compte,
        personne=qui,
        reference=prete.reference,
        saisie=code_de(prete),
        session=session_de(compte),
    )
    assert facteurs.actifs(compte) == [prete]
    assert not facteurs.verifier_totp(compte=compte, saisie=code_de(ancienne, dans=1))


def test_une_preparation_remplacee_ou_oubliee_ne_se_confirme_plus() -> None:
    qui = titulaire()
    compte = compte_de(qui)
    premiere = facteurs.preparer_totp(compte=compte)
    seconde = facteurs.preparer_totp(compte=compte)
    assert Facteur.objects.count() == 1 and facteurs.en_preparation(compte) == seconde
    champs = {"compte": compte, "personne": qui, "session": session_de(compte)}
    with pytest.raises(facteurs.FacteurAbsent):
        facteurs.confirmer_totp(reference=premiere.reference, saisie=code_de(premiere), **champs)
    Facteur.objects.update(cree_le=timezone.now() - timedelta(minutes=31))
    with pytest.raises(facteurs.FacteurAbsent):
        facteurs.confirmer_totp(reference=seconde.reference, saisie=code_de(seconde), **champs)
    tasks.purger_les_acces()
    assert not Facteur.objects.exists()


def test_les_essais_sont_comptes_au_rythme_des_codes() -> None:
    qui = titulaire()
    facteur = avec_application(qui)
    champs = {"compte": compte_de(qui), "personne": qui, "adresse": "198.51.100.7"}
    faux = next(
        f"{n:06}" for n in range(9) if f"{n:06}" not in {code_de(facteur, dans=i) for i in (-1, 0, 1, 2)}
    )
    for _ in range(5):
        assert not facteurs.essayer_totp(saisie=faux, **champs)
    for essai in (facteurs.essayer_totp, facteurs.essayer_code_secours):
        with pytest.raises(TropDEssais):
            essai(saisie=code_de(facteur), **champs)
    assert facteurs.essayer_totp(saisie=code_de(facteur), **{**champs, "adresse": "198.51.100.8"})


# ------------------------------------------------------------------ keys
def test_une_cle_s_ajoute_et_se_presente() -> None:
    qui = titulaire()
    cle = CleLogicielle()
    facteur = ajouter(qui, cle)
    assert facteurs.actifs(compte_de(qui)) == [facteur] and facteur.nom == "Mon téléphone"
    assert presenter(qui, cle) == facteur
    facteur.refresh_from_db()
    assert facteur.compteur == cle.compteur == 1 and facteur.utilise_le
    assert presenter(qui, cle, seule=True) == facteur
    assert faits("facteur_accepte") == 2


def test_ce_qu_une_cle_retient_ne_dit_rien_de_personne() -> None:
    """Neither the NIR, nor the key of the database, nor the reference that our addresses may show."""
    qui = titulaire()
    compte = compte_de(qui)
    options, _ = facteurs.options_ajout(compte=compte, nom="Camille R•••", site=ICI)
    assert options["user"]["name"] == options["user"]["displayName"] == "Camille R•••"
    assert cles_acces.poignee_de(compte.reference) == cles_acces.poignee_de(compte.reference)
    dit = json.dumps(options)
    for rien in (compte.reference, "Roche", "2920331555999", qui.reference):
        assert rien not in dit
    assert (options["attestation"], options["rp"]["id"]) == ("none", "testserver")
    assert options["authenticatorSelection"]["residentKey"] == "preferred"


def test_une_cle_deja_la_n_est_pas_proposee_deux_fois() -> None:
    qui = titulaire()
    cle = CleLogicielle()
    ajouter(qui, cle)
    options, _ = facteurs.options_ajout(compte=compte_de(qui), nom="C", site=ICI)
    assert [d["type"] for d in options["excludeCredentials"]] == ["public-key"]
    with pytest.raises(facteurs.CleDejaConnue):
        ajouter(qui, cle)
    autre = titulaire(AUTRE_FICTIF)
    with pytest.raises(facteurs.CleDejaConnue):
        facteurs.ajouter_cle(
            compte=compte_de(autre), personne=autre, nom="Volée", site=ICI,
            session=session_de(compte_de(autre), "t" * 40), **_creation(autre, cle),
        )  # fmt: skip
    assert Facteur.objects.count() == 1


def _creation(qui, cle: CleLogicielle) -> dict:
    options, etat = facteurs.options_ajout(compte=compte_de(qui), nom="C", site=ICI)
    return {"etat": etat, "reponse": cle.creer(options)}


def test_un_compte_qui_recule_est_refuse_et_dit() -> None:
    """Section 7.2, step 22: two hands hold the same key."""
    qui = titulaire()
    cle = CleLogicielle()
    ajouter(qui, cle)
    copie = cle.copier()
    presenter(qui, cle)
    presenter(qui, cle)
    with pytest.raises(ReponseRefusee):
        presenter(qui, copie)
    assert faits("cle_douteuse") == 1 and Facteur.objects.get().compteur == 2
    presenter(qui, cle)


def test_une_cle_qui_ne_compte_pas_sert_toujours() -> None:
    """Those that a telephone keeps in its cloud say 0 each time."""
    qui = titulaire()
    cle = CleLogicielle(compte_les_usages=False)
    ajouter(qui, cle)
    for _ in range(3):
        presenter(qui, cle)
    assert faits("cle_douteuse") == 0 and faits("facteur_accepte") == 3


@pytest.mark.parametrize(
    "remplace",
    [
        {"signature": b"\x30\x06\x02\x01\x01\x02\x01\x01"},
        {"signature": b"n"},
        {"origin": "http://testserver.voleur.example"},
        {"origin": "http://sous.testserver"},
        {"origin": "https://testserver"},
        {"type": "webauthn.create"},
        {"challenge": "A" * 43},
        {"userHandle": b"un autre"},
    ],
    ids=lambda r: next(iter(r)),
)
def test_une_reponse_de_travers_est_refusee(remplace: dict) -> None:
    qui = titulaire()
    cle = CleLogicielle()
    ajouter(qui, cle)
    with pytest.raises(ReponseRefusee):
        presenter(qui, cle, **remplace)
    assert faits("facteur_refuse") == 1 and Facteur.objects.get().utilise_le is None


def test_une_cle_d_un_autre_site_n_est_ni_ajoutee_ni_acceptee() -> None:
    qui = titulaire()
    with pytest.raises(ReponseRefusee):
        ajouter(qui, CleLogicielle(domaine="voleur.example"))
    cle = CleLogicielle()
    ajouter(qui, cle)
    cle.domaine = "voleur.example"
    with pytest.raises(ReponseRefusee):
        presenter(qui, cle)


def test_une_cle_qui_ne_connait_pas_son_porteur_ne_suffit_pas_seule() -> None:
    qui = titulaire()
    cle = CleLogicielle(verifie=False)
    ajouter(qui, cle)
    presenter(qui, cle)
    with pytest.raises(ReponseRefusee):
        presenter(qui, cle, seule=True)
    cle.verifie = True
    with pytest.raises(ReponseRefusee):
        presenter(qui, cle, seule=True, userHandle=b"")
    presenter(qui, cle, seule=True)


def test_la_reponse_demandee_pour_autre_chose_ne_sert_pas() -> None:
    """The state of a login by number and password, where the key need not know its owner, opens nothing alone."""
    qui = titulaire()
    cle = CleLogicielle(verifie=False)
    ajouter(qui, cle)
    options, etat = facteurs.options_presentation(compte=None, site=ICI)
    assert options["userVerification"] == "required" and "allowCredentials" not in options
    with pytest.raises(ReponseRefusee):
        facteurs.presenter_cle(compte=None, reponse=cle.presenter(options), etat=etat, site=ICI)


def test_la_cle_d_un_autre_n_ouvre_pas_ce_compte() -> None:
    qui, autre = titulaire(), titulaire(AUTRE_FICTIF)
    cle = CleLogicielle()
    options, etat = facteurs.options_ajout(compte=compte_de(autre), nom="A", site=ICI)
    facteurs.ajouter_cle(
        compte=compte_de(autre), personne=autre, nom="A", reponse=cle.creer(options), etat=etat, site=ICI,
        session=session_de(compte_de(autre)),
    )  # fmt: skip
    with pytest.raises(ReponseRefusee):
        presenter(qui, cle)
    assert presenter(autre, cle).compte == autre.compte


@pytest.mark.parametrize("champs", [{"is_active": False}, {"nature": Nature.BAILLEUR}])
def test_un_compte_ferme_ou_d_une_autre_nature_ne_s_ouvre_pas(champs: dict) -> None:
    qui = titulaire()
    cle = CleLogicielle()
    ajouter(qui, cle)
    Compte.objects.filter(pk=compte_de(qui).pk).update(**champs)
    with pytest.raises(ReponseRefusee):
        presenter(qui, cle, seule=True)


def test_sans_demande_ou_trop_tard_rien_ne_s_ouvre() -> None:
    qui = titulaire()
    cle = CleLogicielle()
    ajouter(qui, cle)
    compte = compte_de(qui)
    options, etat = facteurs.options_presentation(compte=compte, site=ICI)
    reponse = cle.presenter(options)
    for vieux in (None, {**etat, "le": etat["le"] - 301}, {**etat, "le": etat["le"] + 60}):
        with pytest.raises(ReponseRefusee):
            facteurs.presenter_cle(compte=compte, reponse=reponse, etat=vieux, site=ICI)
    assert facteurs.presenter_cle(compte=compte, reponse=reponse, etat=etat, site=ICI)


def test_inconnue_ou_mal_signee_les_memes_requetes(assert_sql) -> None:
    qui = titulaire()
    cle, inconnue = CleLogicielle(), CleLogicielle()
    ajouter(qui, cle)
    inconnue.poignee = cle.poignee
    nombres = []
    for presentee, remplace in ((cle, {"signature": b"n"}), (inconnue, {})):
        options, etat = facteurs.options_presentation(compte=None, site=ICI)
        reponse = presentee.presenter(options, **remplace)
        with assert_sql() as vu, pytest.raises(ReponseRefusee):
            facteurs.presenter_cle(compte=None, reponse=reponse, etat=etat, site=ICI)
        nombres.append(len(vu))
    assert nombres[0] == nombres[1]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda s: st.lists(s, max_size=3) | st.dictionaries(st.text(max_size=8), s, max_size=3),
    max_leaves=8,
)
CHAMPS = st.sampled_from(
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
)
FORGEES = st.text(max_size=60) | JSON.map(json.dumps) | st.fixed_dictionaries(
    {
        "id": st.just("AAAA"), "rawId": st.just("AAAA"), "type": st.just("public-key") | JSON,
        "response": st.dictionaries(CHAMPS, JSON | st.text("ABCabc012-_", max_size=200), max_size=5),
    }
).map(json.dumps)  # fmt: skip


@reglages(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=150,
    deadline=None,
)
@given(reponse=FORGEES)
def test_n_importe_quelle_reponse_n_est_qu_un_refus(reponse: str) -> None:
    """Whatever is posted: a refusal, never an error of ours."""
    instant = timezone.now().timestamp()
    _, etat = cles_acces.demander_creation(ICI, poignee=b"p", nom="C", connues=[], instant=instant)
    with pytest.raises(ReponseRefusee):
        cles_acces.verifier_creation(ICI, etat=etat, reponse=reponse, instant=instant)
    donnees = _DONNEES or _DONNEES.append(_cle_connue()) or _DONNEES
    with pytest.raises(ReponseRefusee):
        cles_acces.verifier_presentation(
            ICI, etat=etat, reponse=reponse, donnees=donnees[0], poignee=b"p", instant=instant
        )


_DONNEES: list[bytes] = []


def _cle_connue() -> bytes:
    instant = 0.0
    options, etat = cles_acces.demander_creation(ICI, poignee=b"p", nom="C", connues=[], instant=instant)
    creee = cles_acces.verifier_creation(
        ICI, etat=etat, reponse=CleLogicielle().creer(options), instant=instant
    )
    return creee.donnees


# ------------------------------------------------------------------ the sheet of codes
def test_dix_codes_montres_une_fois_et_gardes_en_empreintes() -> None:
    qui = titulaire()
    avec_application(qui)
    codes = avec_codes(qui)
    assert len(set(codes)) == 10 and facteurs.codes_restants(compte_de(qui)) == 10
    gardes = b"".join(
        bytes(c.empreinte) + c.cle.encode() + c.reference.encode() for c in CodeSecours.objects.all()
    )
    for code in codes:
        assert code.encode() not in gardes and code.replace("-", "").encode() not in gardes


def test_un_code_de_secours_sert_une_fois() -> None:
    qui = titulaire()
    avec_application(qui)
    codes, compte = avec_codes(qui), compte_de(qui)
    assert facteurs.utiliser_code_secours(compte=compte, saisie=f" {codes[3].lower().replace('-', ' ')}")
    assert not facteurs.utiliser_code_secours(compte=compte, saisie=codes[3])
    assert facteurs.codes_restants(compte) == 9
    assert (faits("code_secours_accepte"), faits("code_secours_refuse")) == (1, 1)


def test_une_nouvelle_feuille_annule_la_precedente() -> None:
    qui = titulaire()
    avec_application(qui)
    anciens, nouveaux, compte = avec_codes(qui), avec_codes(qui), compte_de(qui)
    assert not facteurs.utiliser_code_secours(compte=compte, saisie=anciens[0])
    assert facteurs.utiliser_code_secours(compte=compte, saisie=nouveaux[0])


def test_la_feuille_d_un_autre_ne_sert_a_rien() -> None:
    qui, autre = titulaire(), titulaire(AUTRE_FICTIF)
    avec_application(qui)
    avec_application(autre)
    codes = avec_codes(qui)
    session_de(compte_de(autre), "t" * 40)
    facteurs.imprimer_codes(compte=compte_de(autre), personne=autre, session="t" * 40)
    assert not facteurs.utiliser_code_secours(compte=compte_de(autre), saisie=codes[0])


def test_sans_facteur_pas_de_feuille_et_le_dernier_l_emporte() -> None:
    qui = titulaire()
    compte = compte_de(qui)
    with pytest.raises(facteurs.FacteurAbsent):
        avec_codes(qui)
    facteur, cle = avec_application(qui), ajouter(qui, CleLogicielle())
    avec_codes(qui)
    champs = {"compte": compte, "personne": qui, "session": session_de(compte)}
    facteurs.retirer_facteur(reference=facteur.reference, **champs)
    assert facteurs.codes_restants(compte) == 10
    facteurs.retirer_facteur(reference=cle.reference, **champs)
    assert not CodeSecours.objects.exists() and not a_un_facteur(compte)


def test_une_cle_d_empreinte_partie_ses_codes_ne_comptent_plus(settings) -> None:
    """A digest can't be made again: the page says that there are none left, rather than promise dead ones."""
    qui = titulaire()
    avec_application(qui)
    codes = avec_codes(qui)
    settings.CLES_EMPREINTES = {"neuve": b"n" * 32}
    assert facteurs.codes_restants(compte_de(qui)) == 0
    assert not facteurs.utiliser_code_secours(compte=compte_de(qui), saisie=codes[0])


def test_les_secrets_changent_de_cle_et_servent_toujours(settings, capsys) -> None:
    qui = titulaire()
    facteur, cle = avec_application(qui), CleLogicielle()
    ajouter(qui, cle)
    avec_codes(qui)
    settings.CLES_DONNEES = {"neuve": b"n" * 32, **settings.CLES_DONNEES}
    settings.CLES_EMPREINTES = {"neuve": b"n" * 32, **settings.CLES_EMPREINTES}
    call_command("rechiffrer")
    assert "Codes de secours\u00a0: 10 encore sous une ancienne clé" in capsys.readouterr().out
    settings.CLES_DONNEES = {"neuve": b"n" * 32}
    facteur = Facteur.objects.get(pk=facteur.pk)
    assert facteurs.verifier_totp(compte=compte_de(qui), saisie=code_de(facteur))
    presenter(qui, cle)


# ------------------------------------------------------------------ what a change does besides
def test_un_changement_ferme_les_autres_sessions_oublie_la_confiance_et_previent() -> None:
    """R-17, ASVS 6.3.7 and 7.4.3."""
    qui = titulaire()
    compte = compte_de(qui)
    ici, ailleurs = session_de(compte), session_de(compte, "a" * 40)
    demain = timezone.now() + timedelta(days=1)
    for usage in UsageAppareil.values:
        Appareil.objects.create(empreinte=usage.encode(), compte=compte, usage=usage, perime_le=demain)
    ajouter(qui, CleLogicielle())
    assert list(Session.objects.values_list("pk", flat=True)) == [ici] and ailleurs
    assert [a.usage for a in Appareil.objects.all()] == [UsageAppareil.MEMOIRE]
    assert Courrier.objects.filter(modele="second_facteur_change").count() == 3
    assert faits("facteur_ajoute") == 1


def test_renommer_ne_previent_personne() -> None:
    qui = titulaire()
    facteur = avec_application(qui)
    facteurs.renommer_facteur(compte=compte_de(qui), reference=facteur.reference, nom="Vieux téléphone")
    facteur.refresh_from_db()
    assert facteur.nom == "Vieux téléphone" and faits("facteur_renomme") == 1
    assert not Courrier.objects.exists()
    autre = titulaire(AUTRE_FICTIF)
    with pytest.raises(facteurs.FacteurAbsent):
        facteurs.renommer_facteur(compte=compte_de(autre), reference=facteur.reference, nom="À moi")


def test_on_ne_retire_pas_le_facteur_d_un_autre() -> None:
    qui, autre = titulaire(), titulaire(AUTRE_FICTIF)
    facteur = avec_application(qui)
    with pytest.raises(facteurs.FacteurAbsent):
        facteurs.retirer_facteur(
            compte=compte_de(autre), personne=autre, reference=facteur.reference,
            session=session_de(compte_de(autre)),
        )  # fmt: skip
    assert a_un_facteur(compte_de(qui))


def test_au_plus_dix() -> None:
    qui = titulaire()
    for rang in range(10):
        ajouter(qui, CleLogicielle(), f"Clé {rang}")
    with pytest.raises(facteurs.TropDeFacteurs):
        ajouter(qui, CleLogicielle())
    prete = facteurs.preparer_totp(compte=compte_de(qui))
    with pytest.raises(facteurs.TropDeFacteurs):
        facteurs.confirmer_totp(
            compte=compte_de(qui), personne=qui, reference=prete.reference, saisie=code_de(prete),
            session=session_de(compte_de(qui)),
        )  # fmt: skip


# ------------------------------------------------------------------ « ce n'était pas moi »
def test_pas_moi_retire_ce_qu_un_voleur_vient_d_ajouter_et_garde_ce_qui_est_ancien() -> None:
    qui = titulaire()
    compte = compte_de(qui)
    ancien = avec_application(qui)
    ajouter(qui, CleLogicielle(), "Au voleur")
    codes = avec_codes(qui)
    facteurs.preparer_totp(compte=compte)
    fermer_tous_les_acces(compte=compte, personne=qui)
    assert list(Facteur.objects.all()) == [ancien]
    assert not facteurs.utiliser_code_secours(compte=compte, saisie=codes[0])
    assert faits("facteur_retire") == 1


def test_pas_moi_sans_rien_d_ancien_ne_laisse_rien_devant_la_porte() -> None:
    qui = titulaire()
    ajouter(qui, CleLogicielle(), "Au voleur")
    avec_codes(qui)
    CodeSecours.objects.update(cree_le=timezone.now() - timedelta(days=90))
    fermer_tous_les_acces(compte=compte_de(qui), personne=qui)
    assert not Facteur.objects.exists() and not CodeSecours.objects.exists()


def test_une_session_qui_vient_d_etre_fermee_n_ajoute_ni_ne_retire_plus_rien() -> None:
    """The request of a thief was on its way while the owner closed everything."""
    qui = titulaire()
    compte = compte_de(qui)
    facteur = avec_application(qui)
    prete = facteurs.preparer_totp(compte=compte)
    session = session_de(compte)
    creation = _creation(qui, CleLogicielle())
    Session.objects.all().delete()
    champs = {"compte": compte, "personne": qui, "session": session}
    gestes = (
        lambda: facteurs.ajouter_cle(nom="V", site=ICI, **creation, **champs),
        lambda: facteurs.confirmer_totp(reference=prete.reference, saisie=code_de(prete), **champs),
        lambda: facteurs.retirer_facteur(reference=facteur.reference, **champs),
        lambda: facteurs.imprimer_codes(**champs),
    )
    for geste in gestes:
        with pytest.raises(AccesFerme):
            geste()
    assert facteurs.actifs(compte) == [facteur] and not CodeSecours.objects.exists()


def test_la_bibliotheque_n_ecrit_pas_les_identifiants_des_cles() -> None:
    """It logs each at INFO: our settings keep it quiet."""
    assert not logging.getLogger("fido2.server").isEnabledFor(logging.INFO)
