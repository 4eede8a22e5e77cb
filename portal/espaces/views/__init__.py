"""The public pages, by what they read: nothing (`fixes`), the news (`accueil`, `actualites`, `recherche`)."""
