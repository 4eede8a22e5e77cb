"""Mon Compte: pages of a connected person about themselves and their dossiers."""
