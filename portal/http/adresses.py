"""What may stand in an address: `<reference:…>` takes a reference of ours and nothing else."""

from django.urls import register_converter

from portal.alea import ALPHABET, LONGUEUR


class ReferenceConverter:
    """16 characters of `portal.alea`: a number of Sécurité sociale typed there finds no page."""

    regex = f"[{ALPHABET}]{{{LONGUEUR}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


# Here, and once: whoever lists addresses imports this module.
register_converter(ReferenceConverter, "reference")
