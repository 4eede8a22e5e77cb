"""Django's admin as agents see it: our name, and only accounts of the kind « agent »."""
