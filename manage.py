#!/usr/bin/env python
"""Django’s command-line utility for administrative tasks."""

import os
import sys


def main() -> None:
    # The estimator is a public tool: it works before any setting or database exists, and it is fed by other
    # programs that count its start. Django would read the settings and load every room of the site first, so
    # this one command is reached directly. `help` and `call_command` still find it among Django’s.
    if sys.argv[1:2] == ["estimer_prime_activite"]:
        from simulations.ligne_de_commande import principal

        sys.exit(principal(sys.argv[2:]))

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
