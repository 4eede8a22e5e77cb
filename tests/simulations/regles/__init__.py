"""The law of the prime d’activité, tested without Django and without a database."""
