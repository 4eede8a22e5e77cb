from portal.cafs import annuaire
from portal.cafs.models import Caisse
from portal.reference import chargeur_reference


@chargeur_reference
def charger_caisses() -> str:
    """Mirror the directory into the table, in one query. No row is removed: others may point at it."""
    lignes = [Caisse(code=caf.code, nom=caf.nom) for caf in annuaire.toutes()]
    Caisse.objects.bulk_create(lignes, update_conflicts=True, unique_fields=["code"], update_fields=["nom"])
    return f"Caf : {len(lignes)} à jour."
