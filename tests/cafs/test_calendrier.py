"""The days on which the Caf pay, against what the Cnaf published."""

from datetime import date

import pytest

from portal.cafs import calendrier

PUBLIES = {
    2025: "6/1 5/2 5/3 4/4 5/5 5/6 4/7 5/8 5/9 6/10 5/11 5/12",
    2026: "5/1 5/2 5/3 7/4 5/5 5/6 6/7 5/8 4/9 5/10 5/11 4/12",
    2027: "5/1 5/2 5/3 5/4 5/5 4/6 5/7 5/8 6/9 5/10 5/11 6/12",
}


def _dates(annee: int) -> list[date]:
    return [
        date(annee, int(mois), int(jour)) for jour, mois in (d.split("/") for d in PUBLIES[annee].split())
    ]


@pytest.mark.parametrize("annee", PUBLIES)
def test_les_droits_d_un_mois_sont_payes_le_mois_suivant(annee: int) -> None:
    mois = [date(annee - 1, 12, 31), *(date(annee, m, 1) for m in range(1, 12))]
    assert [calendrier.date_de_paiement(m) for m in mois] == _dates(annee)


@pytest.mark.parametrize("annee", PUBLIES)
def test_la_regle_seule_retrouve_les_dates_publiees(annee: int) -> None:
    assert [calendrier._selon_la_regle(annee, mois) for mois in range(1, 13)] == _dates(annee)


def test_une_date_publiee_l_emporte_sur_la_regle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendrier, "_publies", lambda: {(2027, 8): date(2027, 8, 3)})
    assert calendrier.date_de_paiement(date(2027, 7, 14)) == date(2027, 8, 3)
    assert calendrier.date_de_paiement(date(2027, 8, 14)) == date(2027, 9, 6)


@pytest.mark.parametrize(
    ("droit", "paiement"),
    [
        (date(2020, 12, 1), date(2021, 1, 5)),
        (date(2021, 3, 1), date(2021, 4, 6)),  # the 5th is Easter Monday
        (date(2020, 8, 1), date(2020, 9, 4)),  # a Saturday
        (date(2021, 11, 1), date(2021, 12, 6)),  # a Sunday
        (date(2015, 3, 1), date(2015, 4, 7)),  # Easter Sunday, then Monday
    ],
)
def test_samedi_dimanche_et_feries(droit: date, paiement: date) -> None:
    assert calendrier.date_de_paiement(droit) == paiement


def test_aucun_paiement_un_jour_ferme_de_2000_a_2060() -> None:
    for annee in range(2000, 2061):
        for mois in range(1, 13):
            jour = calendrier._selon_la_regle(annee, mois)
            assert jour.weekday() < calendrier.SAMEDI
            assert jour not in calendrier._feries(annee)
            assert 4 <= jour.day <= 8


def test_ma_caf_annonce_les_trois_prochains_paiements_GEN_07() -> None:
    attendus = [date(2026, 12, 4), date(2027, 1, 5), date(2027, 2, 5)]
    assert calendrier.prochains_paiements(date(2026, 11, 23)) == attendus
    assert calendrier.prochains_paiements(date(2026, 12, 4)) == attendus
    assert calendrier.prochains_paiements(date(2026, 12, 5), nombre=1) == [date(2027, 1, 5)]
