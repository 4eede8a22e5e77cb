"""The rule itself: pure functions, a clock passed as an argument, and what each named rule promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.limites.arithmetique import SECONDE, Seau, Sur, apres, reste_a_attendre
from portal.limites.regles import (
    ACCES_SIMULATEUR,
    CODE_A_PROUVER,
    CODE_ENVOYE,
    CONNEXION,
    HEURE,
    JOUR,
    MINUTE,
    PREMIERE_CONNEXION,
    REGLES,
    Regle,
    en_vigueur,
)

T0 = 1_790_000_000_000


@st.composite
def seaux(tirer) -> Seau:
    fenetre = tirer(st.integers(1, 5000))
    plafond = tirer(st.integers(1, fenetre))
    attente = tirer(st.integers(1, plafond))
    return Seau(
        Sur.COMPTE, tirer(st.integers(1, 12)), fenetre, attente, plafond, tirer(st.sampled_from([1, 2]))
    )


pauses = st.lists(st.integers(0, 200 * SECONDE), max_size=60)


def derouler(seau: Seau, essais: list[int]) -> list[int]:
    """Instants of the attempts that passed, among attempts made after each of these pauses."""
    instants, maintenant = [], T0
    garde: list[int] = []
    for pause in essais:
        maintenant += pause
        if not reste_a_attendre(seau, garde, maintenant):
            garde = apres(seau, garde, maintenant)
            instants.append(maintenant)
    return instants


@given(seaux(), pauses)
def test_jamais_plus_que_le_nombre_libre_d_un_coup(seau: Seau, essais: list[int]) -> None:
    """In any `attente` seconds, however the tries come, at most the free ones pass."""
    passes = derouler(seau, essais)
    for rang in range(len(passes)):
        d_un_coup = [p for p in passes[rang:] if p < passes[rang] + seau.attente * SECONDE]
        assert len(d_un_coup) <= seau.libres


@given(seaux(), pauses)
def test_le_delai_annonce_suffit_toujours_et_reste_sous_son_plafond(seau: Seau, essais: list[int]) -> None:
    passes = derouler(seau, essais)
    maintenant = T0 + sum(essais)
    garde: list[int] = []
    for passe in passes:
        garde = apres(seau, garde, passe)
    reste = reste_a_attendre(seau, garde, maintenant)
    assert 0 <= reste <= seau.plafond * SECONDE
    assert reste_a_attendre(seau, garde, maintenant + reste) == 0


@given(seaux(), st.integers(0, 10**7))
def test_une_horloge_en_avance_n_allonge_rien(seau: Seau, avance: int) -> None:
    garde = [T0 + avance] * (seau.libres + 3)
    assert reste_a_attendre(seau, garde, T0) <= seau.plafond * SECONDE


@given(seaux())
def test_tout_s_oublie(seau: Seau) -> None:
    garde = [T0] * 70
    assert reste_a_attendre(seau, garde, T0 + seau.fenetre * SECONDE) == 0


def test_les_delais_grandissent() -> None:
    seau = Seau(Sur.COMPTE, libres=2, fenetre=1000, attente=10, plafond=60)
    garde: list[int] = []
    delais = []
    maintenant = T0
    for _ in range(7):
        garde = apres(seau, garde, maintenant)
        reste = reste_a_attendre(seau, garde, maintenant)
        delais.append(reste // SECONDE)
        maintenant += reste
    assert delais == [0, 10, 20, 40, 60, 60, 60]


@pytest.mark.parametrize(
    "reglage",
    [{"libres": 0}, {"attente": 0}, {"attente": 70}, {"facteur": 3}, {"plafond": 200}],
)
def test_un_seau_mal_regle_ne_se_construit_pas(reglage: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"mal réglé|plafond"):
        Seau(**{"sur": Sur.COMPTE, "libres": 1, "fenetre": 100, "attente": 10, "plafond": 60} | reglage)


# ------------------------------------------------------------------ what the named rules promise


class Monde:
    """A rule and its counters in memory: who tries from where, and when (seconds)."""

    def __init__(self, regle: Regle) -> None:
        self.regle = regle
        self.instants: dict[tuple[int, str], list[int]] = {}

    def _cles(self, compte: str, adresse: str):
        nom = {Sur.COMPTE: compte, Sur.ADRESSE: adresse, Sur.COUPLE: f"{compte} {adresse}"}
        return [((rang, nom[s.sur]), s) for rang, s in enumerate(self.regle.seaux)]

    def attendre(self, compte: str, adresse: str, a: float) -> float:
        t = T0 + int(a * SECONDE)
        restes = [reste_a_attendre(s, self.instants.get(c, []), t) for c, s in self._cles(compte, adresse)]
        return max(restes) / SECONDE

    def essayer(self, compte: str, adresse: str, a: float) -> bool:
        if self.attendre(compte, adresse, a):
            return False
        for cle, seau in self._cles(compte, adresse):
            self.instants[cle] = apres(seau, self.instants.get(cle, []), T0 + int(a * SECONDE))
        return True


# The last counts for whom a code goes to, who may have no account.
DE_COMPTE = [r for r in REGLES if r not in {ACCES_SIMULATEUR, CODE_A_PROUVER}]


@pytest.mark.parametrize("regle", DE_COMPTE, ids=lambda r: r.nom)
def test_un_inconnu_acharne_ne_retarde_que_lui(regle: Regle) -> None:
    """For two days, a try every ten seconds from one address; the owner, elsewhere, is never made to wait."""
    monde = Monde(regle)
    for a in range(0, 2 * JOUR, 10):
        monde.essayer("compte", "inconnu", a)
        if a % (10 * MINUTE) == 0:
            assert monde.attendre("compte", "chez-soi", a) == 0, a


@pytest.mark.parametrize("regle", DE_COMPTE, ids=lambda r: r.nom)
def test_cent_adresses_ne_ferment_jamais_un_compte(regle: Regle) -> None:
    """A lock always ends: the ceiling of the account, whatever is thrown at it."""
    monde = Monde(regle)
    plafond = max(s.plafond for s in regle.seaux if s.sur == Sur.COMPTE)
    attentes = []
    for a in range(0, JOUR, 30):
        monde.essayer("compte", f"machine-{a // 30 % 100}", a)
        attentes.append(monde.attendre("compte", "chez-soi", a))
    assert 0 < max(attentes) <= plafond <= 3 * HEURE


def essais_par_jour(regle: Regle) -> int:
    monde = Monde(regle)
    return sum(monde.essayer("compte", f"m{a // 5}", a) for a in range(0, JOUR, 5))


def test_combien_d_essais_un_compte_laisse_passer_en_un_jour() -> None:
    """Every address in the world against one account: what is left against the strength of each secret."""
    assert essais_par_jour(CONNEXION) < 350
    assert essais_par_jour(CODE_ENVOYE) < 25
    # 15 days of it against eight digits: less than one chance in 200,000.
    assert essais_par_jour(PREMIERE_CONNEXION) * 15 / 10**8 < 1 / 200_000


def test_un_code_se_redemande_apres_soixante_secondes_et_cinq_fois_par_jour() -> None:
    """R-13."""
    monde = Monde(CODE_ENVOYE)
    assert monde.essayer("compte", "ici", 0)
    assert not monde.essayer("compte", "ici", 59)
    assert all(monde.essayer("compte", "ici", a) for a in (60, 120, 180, 240))
    assert not any(monde.essayer("compte", "ici", a) for a in range(300, JOUR, 60))
    assert monde.essayer("compte", "ici", JOUR + 240)


def test_le_telephone_d_un_inconnu_recoit_cinq_codes_par_jour_de_toutes_les_adresses_du_monde() -> None:
    """R-13: whoever asks, with whatever account; a day later, five more."""
    assert essais_par_jour(CODE_A_PROUVER) == 5
    monde = Monde(CODE_A_PROUVER)
    assert all(monde.essayer("cible", f"m{a}", a) for a in range(5))
    assert not monde.essayer("cible", "ici", JOUR - 1) and monde.essayer("cible", "ici", JOUR + 5)


def test_chaque_regle_a_son_nom_et_ses_trois_comptes() -> None:
    from portal.limites import regles

    for regle in REGLES:
        assert getattr(regles, regle.nom) is regle
    for regle in DE_COMPTE:
        assert {s.sur for s in regle.seaux} == set(Sur)
        assert not regle.ouverte
    assert ACCES_SIMULATEUR.ouverte and not CODE_A_PROUVER.ouverte


def test_un_reglage_remplace_une_regle(settings) -> None:
    autre = Regle("CONNEXION", (Seau(Sur.COMPTE, 1, 60, 1, 1),))
    settings.LIMITES = {"CONNEXION": autre}
    assert en_vigueur(CONNEXION) is autre and en_vigueur(CODE_ENVOYE) is CODE_ENVOYE
