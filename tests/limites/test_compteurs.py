"""Redis and PostgreSQL count alike, all at once or not at all, and take over from each other."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothese
from hypothesis import strategies as st

from portal.alea import nouvelle_reference
from portal.limites import compteurs_postgresql, compteurs_redis, services
from portal.limites.arithmetique import SECONDE, Seau, apres, reste_a_attendre
from portal.limites.models import Compteur, LieuConnu
from portal.limites.regles import ACCES_SIMULATEUR, CONNEXION, Regle
from portal.limites.services import Verdict, essayer, reussir
from portal.limites.tasks import purger_les_limites
from tests.limites.test_arithmetique import seaux
from tests.outils.hostilite import oublier_le_cache
from tests.outils.serveurs import serveurs_de_donnees

T0 = 1_790_000_000.0
COMPTE, ICI, AILLEURS = "0000000000000", "203.0.113.7", "198.51.100.1"


@pytest.fixture(autouse=True)
def _propre() -> Iterator[None]:
    yield
    oublier_le_cache("default")


@pytest.fixture
def sans_redis() -> None:
    services._Redis.absent_jusqu_a = time.monotonic() + 3600


@pytest.fixture(params=["redis", "postgresql"])
def la_ou_l_on_compte(request: pytest.FixtureRequest) -> str:
    if request.param == "postgresql":
        request.getfixturevalue("sans_redis")
    return request.param


def echecs(nombre: int, *, adresse: str = ICI, a: float = T0, regle: Regle = CONNEXION) -> list[Verdict]:
    return [essayer(regle, compte=COMPTE, adresse=adresse, maintenant=a) for _ in range(nombre)]


@pytest.mark.django_db
@pytest.mark.parametrize("compteurs", [compteurs_redis, compteurs_postgresql], ids=["redis", "postgresql"])
@hypothese(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(seaux(), min_size=1, max_size=3), st.lists(st.integers(0, 300 * SECONDE), max_size=25), st.data()
)
def test_les_deux_comptent_comme_l_arithmetique(compteurs, des_seaux: list[Seau], pauses, data) -> None:
    """Lua and SQL against the pure functions, on the same histories."""
    cles = [nouvelle_reference() for _ in des_seaux]
    garde: dict[str, list[int]] = {cle: [] for cle in cles}
    maintenant = int(T0 * SECONDE)
    for pause in pauses:
        maintenant += pause
        vigueur = [data.draw(st.booleans()) for _ in cles]
        essai = list(zip(cles, des_seaux, vigueur, strict=True))
        attendu = max((reste_a_attendre(s, garde[c], maintenant) for c, s, v in essai if v), default=0)
        assert compteurs.compter(essai, maintenant) == attendu
        if not attendu:
            garde = {c: apres(s, garde[c], maintenant) for c, s, _ in essai}


@pytest.mark.django_db
def test_cinq_echecs_puis_un_delai_qui_grandit_puis_l_oubli(la_ou_l_on_compte: str) -> None:
    assert [v.autorise for v in echecs(6)] == [True] * 5 + [False]
    assert echecs(3)[-1] == Verdict(False, 30)
    # Insisting did not lengthen it.
    assert essayer(CONNEXION, compte=COMPTE, adresse=ICI, maintenant=T0 + 30).autorise
    assert echecs(1, a=T0 + 30) == [Verdict(False, 60)]
    assert essayer(CONNEXION, compte=COMPTE, adresse=AILLEURS, maintenant=T0 + 30).autorise
    assert echecs(1, a=T0 + 30 + 12 * 3600)[0].autorise
    assert Compteur.objects.exists() == (la_ou_l_on_compte == "postgresql")


@pytest.mark.django_db
def test_une_reussite_oublie_les_echecs_d_ici_et_pas_ceux_d_ailleurs(la_ou_l_on_compte: str) -> None:
    echecs(4)
    reussir(CONNEXION, compte=COMPTE, adresse=ICI)
    assert all(v.autorise for v in echecs(5))
    assert not echecs(1)[0].autorise
    # Nineteen failures of the address remain whatever thefts of one's own account succeed in between.
    voleur = 0
    for rang in range(40):
        autorise = essayer(CONNEXION, compte=f"autre-{rang}", adresse=ICI, maintenant=T0).autorise
        voleur += autorise
        if essayer(CONNEXION, compte="le-sien", adresse=ICI, maintenant=T0).autorise:
            reussir(CONNEXION, compte="le-sien", adresse=ICI)
    assert voleur == 20 - 8


@pytest.mark.django_db
def test_qui_est_deja_venu_d_ici_n_est_pas_retarde_par_les_autres(la_ou_l_on_compte: str) -> None:
    essayer(CONNEXION, compte=COMPTE, adresse=ICI, maintenant=T0)
    reussir(CONNEXION, compte=COMPTE, adresse=ICI)
    for rang in range(80):
        echecs(1, adresse=f"machine {rang}")
    assert not echecs(1, adresse=AILLEURS)[0].autorise
    assert all(v.autorise for v in echecs(5))
    # Their own failures still count.
    assert not echecs(1)[0].autorise
    LieuConnu.objects.all().delete()
    assert not echecs(1, adresse=ICI, a=T0 + 31)[0].autorise


@pytest.mark.django_db
def test_un_compte_inconnu_coute_et_repond_de_meme(assert_sql, la_ou_l_on_compte: str) -> None:
    from accounts.models import Compte

    vrai, faux = Compte.objects.create_user(nature="usager").reference, nouvelle_reference()
    vus = []
    for compte in (vrai, faux):
        with assert_sql() as vu:
            vus.append([essayer(CONNEXION, compte=compte, adresse=compte, maintenant=T0) for _ in range(7)])
        vus.append(len(vu))
    assert vus[:2] == vus[2:]


@pytest.mark.django_db
def test_aucune_cle_ne_dit_qui_ni_d_ou(la_ou_l_on_compte: str) -> None:
    echecs(2)
    reussir(CONNEXION, compte=COMPTE, adresse=ICI)
    echecs(1)
    client = caches["default"]._cache.get_client(None)
    cles = [c.decode() for c in client.scan_iter(match=f"*{caches['default'].key_prefix}*")]
    cles += [*Compteur.objects.values_list("pk", flat=True), *LieuConnu.objects.values_list("pk", flat=True)]
    assert len(cles) == 4
    assert not any(COMPTE in c or ICI in c for c in cles)


@pytest.mark.django_db
def test_les_cles_dependent_du_secret(settings) -> None:
    avant = services.empreinte(["CONNEXION", COMPTE])
    settings.SECRET_KEY = "un-autre-secret"
    assert services.empreinte(["CONNEXION", COMPTE]) != avant
    assert services.empreinte(["a", "bc"]) != services.empreinte(["ab", "c"])


@pytest.mark.django_db
def test_chaque_cle_de_redis_finit_par_partir() -> None:
    echecs(1)
    client = caches["default"]._cache.get_client(None)
    durees = [client.pttl(c) for c in client.scan_iter(match=f"*{caches['default'].key_prefix}*")]
    assert len(durees) == 3 and all(0 < d <= 12 * 3600 * SECONDE for d in durees)


@pytest.mark.django_db
def test_la_purge_n_ote_que_ce_qui_ne_limite_plus_rien(sans_redis: None) -> None:
    echecs(1, a=time.time() - 11 * 3600)
    echecs(1, a=time.time() - 13 * 3600, adresse=AILLEURS)
    reussir(CONNEXION, compte="x", adresse=ICI)
    avant = Compteur.objects.count()
    assert purger_les_limites() == 3
    assert (Compteur.objects.count(), LieuConnu.objects.count()) == (avant - 3, 1)


@pytest.mark.django_db(transaction=True)
def test_compter_dans_une_transaction_est_une_faute() -> None:
    """It would be undone with what failed."""
    with pytest.raises(RuntimeError, match="hors de toute transaction"), transaction.atomic():
        echecs(1)


def test_sans_compte_ni_adresse_il_n_y_a_rien_a_compter(db: None) -> None:
    with pytest.raises(ValueError, match="ne compte rien"):
        essayer(CONNEXION)
    with pytest.raises(ValueError, match="ne compte rien"):
        essayer(ACCES_SIMULATEUR, compte=COMPTE)


@pytest.mark.parametrize(
    ("attendre", "delai"),
    [(1, "1\u00a0seconde"), (59, "59\u00a0secondes"), (60, "1\u00a0minute"), (61, "2\u00a0minutes"),
     (3600, "1\u00a0heure"), (3601, "2\u00a0heures")],
)  # fmt: skip
def test_le_delai_se_lit(attendre: int, delai: str) -> None:
    assert Verdict(False, attendre).delai == delai


# ------------------------------------------------------------------ many at once

FILS = 24


def a_la_fois() -> int:
    """How many of many simultaneous tries pass; five may."""
    depart = threading.Barrier(FILS)

    def un_essai(_: int) -> bool:
        try:
            depart.wait(10)
            return essayer(CONNEXION, compte=COMPTE, adresse=ICI, maintenant=T0).autorise
        finally:
            connection.close()

    with ThreadPoolExecutor(FILS) as fils:
        return sum(fils.map(un_essai, range(FILS)))


@pytest.mark.django_db(transaction=True)
def test_jamais_plus_de_cinq_ne_passent_a_la_fois(la_ou_l_on_compte: str) -> None:
    assert a_la_fois() == 5


@pytest.mark.django_db(transaction=True)
def test_en_deux_temps_dans_redis_plus_de_cinq_passeraient(monkeypatch) -> None:
    """The pair: the same count, read then written instead of in one script."""

    def en_deux_temps(seaux, maintenant: int) -> int:
        client = compteurs_redis._client()
        lus = {c: [int(i) for i in client.lrange(compteurs_redis._nom(c), 0, -1)] for c, _, _ in seaux}
        time.sleep(0.05)
        attendre = max(reste_a_attendre(s, lus[c], maintenant) for c, s, _ in seaux)
        for cle in [] if attendre else lus:
            client.rpush(compteurs_redis._nom(cle), maintenant)
        return attendre

    monkeypatch.setattr(compteurs_redis, "compter", en_deux_temps)
    assert a_la_fois() > 5


@pytest.mark.django_db(transaction=True)
def test_sans_verrou_dans_postgresql_plus_de_cinq_passeraient(monkeypatch, sans_redis: None) -> None:
    """The pair: the rows are read without being held."""

    def lire(cle: str, seau: Seau, maintenant: int) -> list[int]:
        ligne = Compteur.objects.filter(pk=cle).first()
        time.sleep(0.05)
        return list(ligne.instants) if ligne else []

    monkeypatch.setattr(compteurs_postgresql, "_prendre", lire)
    assert a_la_fois() > 5


# ------------------------------------------------------------------ the real server stops


@pytest.mark.lent
@pytest.mark.django_db(transaction=True)
def test_redis_s_arrete_et_revient_la_connexion_reste_limitee_et_ouverte(settings, monkeypatch) -> None:
    monkeypatch.setattr(services, "REPIT", 0.5)
    with serveurs_de_donnees() as (_, valkey):
        with caches_sur(settings, valkey.url):
            assert all(v.autorise for v in echecs(3))
            assert not Compteur.objects.exists()
            valkey.arreter()
            debut = time.monotonic()
            # Still open, still limited, and nobody waits for a server that is gone.
            assert [v.autorise for v in echecs(8)] == [True] * 5 + [False] * 3
            assert time.monotonic() - debut < 8
            assert Compteur.objects.count() == 3
            reussir(CONNEXION, compte=COMPTE, adresse=ICI)
            assert echecs(1)[0].autorise
            assert a_la_fois() == 4
            # What may open does, and writes nothing.
            lignes = Compteur.objects.count()
            assert all(essayer(ACCES_SIMULATEUR, adresse=ICI, maintenant=T0).autorise for _ in range(100))
            assert Compteur.objects.count() == lignes
            valkey.demarrer()
            time.sleep(0.6)
            assert [v.autorise for v in echecs(6)] == [True] * 5 + [False]
            assert Compteur.objects.count() == lignes


class caches_sur:
    """The default cache on another server, for this test and its threads."""

    def __init__(self, settings, url: str) -> None:
        self.settings, self.url = settings, url

    def __enter__(self) -> None:
        self.avant = self.settings.CACHES
        self.settings.CACHES = {**self.avant, "default": {**self.avant["default"], "LOCATION": self.url}}

    def __exit__(self, *_: object) -> None:
        self.settings.CACHES = self.avant
