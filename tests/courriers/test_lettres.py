"""Letters: a tagged PDF each, leaving in a batch that only the print service opens."""

import hashlib
import json
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from portal.chiffrement import Indechiffrable
from portal.courriers import enveloppe, lettre, tasks
from portal.courriers.contenu import Contenu
from portal.courriers.models import Courrier
from tests.courriers.conftest import ADRESSE, CODE, etat, maintenant_fixe, mouvements, vieillir
from tests.courriers.test_depot import present

IMPRESSION = "portal.courriers.fournisseurs.impression.ImpressionScellee"


@pytest.fixture
def service(tmp_path: Path, settings) -> Path:
    """A print service: its private key in `cle`, the folder it collects in `depot`."""
    sortie = StringIO()
    call_command("creer_cle_impression", str(tmp_path / "cle"), stdout=sortie)
    (tmp_path / "depot").mkdir()
    settings.COURRIERS_IMPRESSION_CLE = sortie.getvalue().strip().partition("=")[2]
    settings.COURRIERS_FOURNISSEURS = {"courrier": [f"{IMPRESSION} {tmp_path / 'depot'}"]}
    return tmp_path


def _lots(service: Path) -> list[Path]:
    return sorted((service / "depot").iterdir())


def _ouvrir(service: Path, lot: Path, cle: str = "cle") -> Path:
    vers = service / "ouvert"
    call_command("ouvrir_lot", str(lot), cle=service / cle, vers=vers, stdout=StringIO())
    return vers


@pytest.mark.django_db
def test_les_lettres_partent_ensemble_scellees_et_le_service_les_ouvre(code, service) -> None:
    lettres = [code("courrier"), code("courrier", secret=False)]
    assert tasks.expedier_les_lettres() == 2
    (lot,) = _lots(service)
    scelle = lot.read_bytes()
    assert lot.suffix == ".plis" and b"%PDF" not in scelle and b"TOULOUSE" not in scelle
    ouvert = _ouvrir(service, lot)
    bordereau = json.loads((ouvert / "lot.json").read_text())
    assert bordereau["lot"] == lot.stem
    for courrier in lettres:
        pdf = (ouvert / f"{courrier.reference}.pdf").read_bytes()
        assert pdf.startswith(b"%PDF") and (ouvert / f"{courrier.reference}.pdf").stat().st_mode & 0o077 == 0
        assert bordereau["plis"][f"{courrier.reference}.pdf"] == hashlib.sha256(pdf).hexdigest()
        courrier.refresh_from_db()
        assert (courrier.etat, courrier.lot) == ("envoye", lot.stem)
        assert mouvements(courrier) == ["deposer", "marquer", "aboutir"]
    assert not present(CODE)
    assert tasks.expedier_les_lettres() == 0 and len(_lots(service)) == 1


@pytest.mark.django_db
def test_ni_une_autre_cle_ni_un_octet_change_n_ouvrent_un_lot(code, service) -> None:
    code("courrier")
    tasks.expedier_les_lettres()
    (lot,) = _lots(service)
    call_command("creer_cle_impression", str(service / "autre"), stdout=StringIO())
    with pytest.raises(CommandError, match="ne s’ouvre pas"):
        _ouvrir(service, lot, "autre")
    octets = lot.read_bytes()
    for place in (0, 10, 30, 60, len(octets) - 1):
        lot.write_bytes(octets[:place] + bytes([octets[place] ^ 1]) + octets[place + 1 :])
        with pytest.raises(CommandError, match="ne s’ouvre pas"):
            _ouvrir(service, lot)
    lot.write_bytes(octets[:40])
    with pytest.raises(CommandError, match="ne s’ouvre pas"):
        _ouvrir(service, lot)
    assert not (service / "ouvert").exists()


def test_le_portail_ne_rouvre_pas_ce_qu_il_a_ferme(settings) -> None:
    """With every key that the portal holds."""
    _, publique = enveloppe.nouvelle_paire()
    scelle = enveloppe.fermer(enveloppe.lire_cle_publique(publique), "R" * 16, {"a.pdf": b"%PDF"})
    with pytest.raises(Indechiffrable):
        enveloppe.ouvrir_lot(publique, scelle)


def test_une_cle_privee_n_en_ecrase_pas_une_autre(tmp_path: Path) -> None:
    call_command("creer_cle_impression", str(tmp_path / "cle"), stdout=StringIO())
    assert (tmp_path / "cle").stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="cle"):
        call_command("creer_cle_impression", str(tmp_path / "cle"), stdout=StringIO())


@pytest.mark.parametrize("cle", ["", "pas une clé", "Y291cnRl"])
def test_une_mauvaise_cle_se_dit_en_une_phrase(tmp_path: Path, cle: str) -> None:
    (tmp_path / "cle").write_text(cle)
    (tmp_path / "a.plis").write_bytes(b"x")
    with pytest.raises(CommandError, match="clé"):
        call_command("ouvrir_lot", str(tmp_path / "a.plis"), cle=tmp_path / "cle", vers=tmp_path / "o")
    with pytest.raises(CommandError, match="absent"):
        call_command("ouvrir_lot", str(tmp_path / "absent"), cle=tmp_path / "cle", vers=tmp_path / "o")


@pytest.mark.django_db
def test_sans_dossier_le_lot_attend_puis_part(code, service) -> None:
    (service / "depot").rmdir()
    courrier = code("courrier")
    tasks.expedier_les_lettres()
    assert (etat(courrier), courrier.mouvements.last().motif) == ("a_envoyer", "dossier FileNotFoundError")
    (service / "depot").mkdir()
    assert tasks.expedier_les_lettres() == 0, "trop tôt"
    vieillir(courrier)
    tasks.expedier_les_lettres()
    assert etat(courrier) == "envoye" and len(_lots(service)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("module", "motif"), [("typst", "typst absent"), ("apprise", "apprise absent")])
def test_un_paquet_absent_ne_perd_rien(code, service, settings, monkeypatch, module, motif) -> None:
    adresse = "portal.courriers.fournisseurs.sms.Apprise json://127.0.0.1/{numero}"
    settings.COURRIERS_FOURNISSEURS["sms"] = [adresse]
    courrier = code("courrier" if module == "typst" else "sms")
    monkeypatch.setitem(sys.modules, module, None)
    tasks.expedier_les_lettres()
    tasks.envoyer(courrier.reference)
    assert (etat(courrier), courrier.mouvements.last().motif) == ("a_envoyer", motif)


@pytest.mark.django_db
@pytest.mark.parametrize("cle", ["", "Y291cnRl"])
def test_une_mauvaise_cle_publique_se_voit_avant_de_marquer(code, service, settings, cle) -> None:
    settings.COURRIERS_IMPRESSION_CLE = cle
    courrier = code("courrier")
    with pytest.raises(ValueError, match="32 bytes"):
        tasks.expedier_les_lettres()
    assert etat(courrier) == "a_envoyer"
    assert "courriers.E001" in [m.id for m in run_checks()]


@pytest.mark.django_db
def test_une_lettre_impossible_ne_retient_pas_les_autres(code, service, monkeypatch) -> None:
    mauvaise, bonne = code("courrier"), code("courrier")
    Courrier.objects.filter(pk=mauvaise.pk).update(contenu_scelle=b"abime")
    tasks.expedier_les_lettres()
    assert (etat(mauvaise), etat(bonne)) == ("echec", "envoye")


@pytest.mark.django_db
def test_au_dela_de_la_taille_d_un_lot_il_y_en_a_plusieurs(code, service, monkeypatch) -> None:
    monkeypatch.setattr(tasks, "LOT_MAX", 2)
    for _ in range(3):
        code("courrier")
    assert tasks.expedier_les_lettres() == 3
    assert len(_lots(service)) == 2


@pytest.mark.django_db
def test_un_ouvrier_ordinaire_n_envoie_pas_une_lettre_seule(code, service) -> None:
    courrier = code("courrier")
    tasks.envoyer(courrier.reference)
    tasks.relever()
    assert etat(courrier) == "a_envoyer"


def _pdf(texte: str) -> bytes:
    contenu = Contenu(sujet="Votre code #1 *gras*", texte=texte)
    return lettre.composer(reference="R" * 16, adresse=ADRESSE, contenu=contenu, le=maintenant_fixe())


def test_la_lettre_est_un_pdf_balise_en_francais_et_reproductible() -> None:
    pdf = _pdf("Bonjour,\n\n    ABCD-EFGH\n\nAu revoir.")
    for marque in (b"/StructTreeRoot", b"/Marked true", b"pdfuaid:part", b"/Lang"):
        assert marque in pdf, marque
    assert pdf == _pdf("Bonjour,\n\n    ABCD-EFGH\n\nAu revoir.")


@pytest.mark.parametrize(
    "texte", ["#panic()", "*", "$", "= Titre", "#import", "\\", "<a> @b `c`", "é€œ’«\u00a0»"]
)
def test_un_texte_n_est_jamais_du_balisage(texte: str) -> None:
    assert _pdf(texte).startswith(b"%PDF")
