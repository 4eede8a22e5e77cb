"""A ring of keys that turns: a message on its way opens again, a wiped one stays wiped."""

import pytest

from portal import rechiffrement
from portal.courriers.models import Courrier

NOUVELLE = {"neuve": b"fedcba9876543210" * 2}


@pytest.mark.django_db
def test_un_message_en_route_survit_a_la_rotation_et_un_message_efface_le_reste(code, settings) -> None:
    en_route, efface = code("courriel"), code("sms")
    Courrier.objects.filter(pk=efface.pk).update(contenu_scelle=None)
    attendu = en_route.contenu
    anciennes = settings.CLES_DONNEES
    settings.CLES_DONNEES = {**NOUVELLE, **anciennes}
    for colonne in rechiffrement.colonnes():
        assert rechiffrement.rechiffrer(colonne).illisibles == []
    settings.CLES_DONNEES = NOUVELLE
    en_route.refresh_from_db()
    efface.refresh_from_db()
    assert en_route.contenu == attendu
    assert en_route.destinataire and efface.destinataire
    assert efface.contenu_scelle is None
