from portal import rechiffrement
from portal.parcours.models import Brouillon

rechiffrement.enregistrer(Brouillon, "contenu", Brouillon.contexte_scelle)
