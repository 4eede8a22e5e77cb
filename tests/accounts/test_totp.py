"""The codes of an application, by the very numbers of the standards; and the printed codes, whatever is typed."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import codes_secours, qr, totp
from portal.alea import ALPHABET
from portal.http.journaux import masquer

# RFC 6238, appendix B: eight digits there, of which ours are the last six.
SECRET = b"12345678901234567890"
VECTEURS = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]
# RFC 4226, appendix D.
HOTP = "755224 287082 359152 969429 338314 254676 287922 162583 399871 520489".split()


@pytest.mark.parametrize(("instant", "attendu"), VECTEURS)
def test_les_vecteurs_de_la_rfc_6238(instant: int, attendu: str) -> None:
    assert totp.code(SECRET, totp.pas_de(instant)) == attendu[-6:]


def test_les_vecteurs_de_la_rfc_4226() -> None:
    assert [totp.code(SECRET, compte) for compte in range(10)] == HOTP


@pytest.mark.parametrize(("ecart", "reconnu"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_une_horloge_peut_se_tromper_d_un_pas(ecart: int, reconnu: bool) -> None:
    instant = 1_700_000_000.0
    pas = totp.pas_de(instant) + ecart
    vu = totp.pas_reconnu(SECRET, totp.code(SECRET, pas), instant=instant, apres=0)
    assert vu == (pas if reconnu else None)


def test_un_pas_deja_utilise_ne_sert_plus_ni_ceux_d_avant() -> None:
    instant = 1_700_000_000.0
    ici = totp.pas_de(instant)
    for ecart, reconnu in ((-1, None), (0, None), (1, ici + 1)):
        code = totp.code(SECRET, ici + ecart)
        assert totp.pas_reconnu(SECRET, code, instant=instant, apres=ici) == reconnu


@given(st.text(max_size=12))
def test_rien_d_autre_n_est_reconnu(saisie: str) -> None:
    bons = {totp.code(SECRET, pas) for pas in (0, 1, 2)}
    vu = totp.pas_reconnu(SECRET, saisie, instant=30.0, apres=-1)
    assert (vu is not None) == (saisie in bons)


def test_le_carre_dit_ce_qu_attend_une_application_et_rien_de_la_personne() -> None:
    secret = totp.nouveau_secret()
    adresse = urlsplit(totp.adresse(secret, titulaire="Zoé", site="Mes droits familles"))
    assert (adresse.scheme, adresse.netloc) == ("otpauth", "totp")
    assert unquote(adresse.path) == "/Mes droits familles:Zoé"
    dit = {nom: valeurs[0] for nom, valeurs in parse_qs(adresse.query).items()}
    assert dit == {
        "secret": totp.en_base_32(secret), "issuer": "Mes droits familles", "algorithm": "SHA1", "digits": "6",
        "period": "30",
    }  # fmt: skip
    assert totp.en_groupes(secret).replace(" ", "") == dit["secret"] and len(dit["secret"]) == 32


def test_le_dessin_du_carre_est_celui_de_la_bibliotheque() -> None:
    from qrcode import QRCode
    from qrcode.constants import ERROR_CORRECT_M

    texte = totp.adresse(SECRET, titulaire="Zoé", site="Mes droits familles")
    dessin = qr.dessiner(texte)
    noirs = set()
    for x, y, long in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", dessin.chemin):
        noirs |= {(int(x) + i, int(y)) for i in range(int(long))}
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(texte)
    matrice = code.get_matrix()
    assert dessin.cote == len(matrice)
    assert noirs == {(x, y) for y, ligne in enumerate(matrice) for x, noir in enumerate(ligne) if noir}


def test_un_code_de_secours_tire_a_soixante_bits_et_un_chiffre() -> None:
    tires = {codes_secours.tirer() for _ in range(500)}
    assert len(tires) == 500
    for tire in tires:
        assert len(tire) == 12 and set(tire) <= set(ALPHABET) and any(c.isdigit() for c in tire)
        assert masquer(f"code {codes_secours.ecrire(tire)}.") == "code [code]."


@pytest.mark.parametrize("phrase", ["aide-pour-tous", "GET /prestations/aide-pour-tous/", "2026-11-26"])
def test_trois_mots_de_quatre_lettres_ne_sont_pas_un_code(phrase: str) -> None:
    assert masquer(phrase) == phrase


@given(
    st.text(alphabet=ALPHABET, min_size=12, max_size=12), st.sampled_from(["-", " ", "", "\u00a0", "–", "."])
)
def test_un_code_de_secours_se_retape_comme_on_veut(valeur: str, lien: str) -> None:
    ecrit = codes_secours.ecrire(valeur).replace("-", lien)
    assert codes_secours.lire(ecrit) == codes_secours.lire(f" {ecrit.lower()} ") == valeur
    confondu = ecrit.translate(str.maketrans("01", "OL"))
    assert codes_secours.lire(confondu) == valeur


@given(st.text(max_size=40))
def test_ce_qui_n_en_est_pas_un_ne_se_lit_pas(saisie: str) -> None:
    lu = codes_secours.lire(saisie)
    assert lu == "" or (len(lu) == 12 and set(lu) <= set(ALPHABET))
