"""Where a request comes from: what a visitor writes in a header is never believed."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from portal.limites.adresse import adresse_de, regrouper


def _vue(voisin: str, chaine: str | None = None) -> str:
    entetes = {} if chaine is None else {"HTTP_X_FORWARDED_FOR": chaine}
    return adresse_de(RequestFactory().get("/", REMOTE_ADDR=voisin, **entetes))


@pytest.mark.parametrize(
    ("proxys", "voisin", "chaine", "attendue"),
    [
        (0, "203.0.113.7", None, "203.0.113.7"),
        (0, "203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (1, "10.0.0.1", "203.0.113.7", "203.0.113.7"),
        (1, "10.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "10.0.0.1", "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (1, "10.0.0.1", None, "10.0.0.1"),
        (2, "10.0.0.1", "203.0.113.7", "10.0.0.1"),
        (3, "10.0.0.1", "203.0.113.7", "10.0.0.1"),
        (1, "10.0.0.1", "n’importe quoi", "10.0.0.1"),
        (1, "", "203.0.113.7:4433", "203.0.113.7"),
        (1, "", "[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::/64"),
        (0, "", None, ""),
    ],
)
def test_seuls_nos_proxys_sont_crus(
    settings, proxys: int, voisin: str, chaine: str | None, attendue: str
) -> None:
    settings.NOMBRE_DE_PROXYS = proxys
    assert _vue(voisin, chaine) == attendue


def test_un_abonne_d_ipv6_est_une_seule_adresse() -> None:
    assert regrouper("2001:db8:1:2::1") == regrouper("2001:db8:1:2:ffff::9") != regrouper("2001:db8:1:3::1")
    assert regrouper("::ffff:203.0.113.7") == "203.0.113.7"
    assert regrouper("2001:DB8:0001:2::1%eth0") == "2001:db8:1:2::/64"


@given(st.text(max_size=40))
def test_rien_de_ce_qui_est_recu_ne_casse(texte: str) -> None:
    assert isinstance(regrouper(texte), str)


@given(st.lists(st.ip_addresses().map(str), max_size=4), st.ip_addresses(v=4).map(str))
def test_ce_que_le_visiteur_ajoute_devant_ne_change_rien(devant: list[str], lui: str) -> None:
    from django.test import override_settings

    with override_settings(NOMBRE_DE_PROXYS=1):
        assert _vue("10.0.0.1", ", ".join([*devant, lui])) == lui
