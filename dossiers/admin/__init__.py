"""What agents see of persons and dossiers, and who gives them the right to: the site of `portal.administration`.

Persons are here and not in `accounts`: what an agent may see of somebody depends on the dossiers they are in.
"""

from dossiers.admin import fiches_dossiers, habilitations, personnes, tuteurs

__all__ = ["fiches_dossiers", "habilitations", "personnes", "tuteurs"]
