"""The sealed columns of the outbox. A message wiped at its end has nothing left to seal again."""

from portal import rechiffrement
from portal.courriers.models import Courrier, EnvoiSimule

rechiffrement.enregistrer(Courrier, "destinataire_scelle", Courrier.contexte_destinataire)
rechiffrement.enregistrer(Courrier, "contenu_scelle", Courrier.contexte_contenu)
rechiffrement.enregistrer(EnvoiSimule, "scelle", EnvoiSimule.contexte_scelle)
