"""What a form may look like on its way in: another site's address, another encoding, another verb."""

import pytest
from django.test import Client

DEPART = "/simulations/prime-activite/commencer/"


def test_une_provenance_illisible_est_refusee_sans_panne():
    assert Client().post(DEPART, headers={"referer": "http://["}).status_code == 403


@pytest.mark.parametrize("encodage", ["hex", "rot13", "idna", "utf-7", "unicode_escape", "utf-16", "inconnu"])
def test_un_envoi_dans_un_autre_encodage_est_refuse(encodage):
    corps = b'--b\r\nContent-Disposition: form-data; name="lieu"\r\n\r\n\\ud800 +2AA-\r\n--b--\r\n'
    type_de_corps = f"multipart/form-data; boundary=b; charset={encodage}"
    client = Client(HTTP_ORIGIN="http://testserver")
    reponse = client.generic("POST", "/ma-caf/choisir/", corps, content_type=type_de_corps)
    assert reponse.status_code == 400


def test_une_adresse_qui_ne_recoit_qu_un_formulaire_a_une_vraie_page(client):
    reponse = client.get("/ma-caf/oublier/")
    assert reponse.status_code == 405
    assert reponse.headers["Allow"] == "POST"
    assert "Rien n’a été envoyé" in reponse.content.decode()


def test_la_page_de_refus_garde_le_contraste(client):
    client.cookies["contraste"] = "1"
    reponse = client.post(DEPART, headers={"origin": "https://ailleurs.example"})
    assert reponse.status_code == 403
    assert "data-contraste" in reponse.content.decode()


def test_une_page_avec_une_question_n_est_gardee_par_personne(client):
    reponse = client.get("/aide/?x=1")
    assert "no-cache" in reponse.headers["Cache-Control"]
    assert "Cookie" in reponse.headers["Vary"]
