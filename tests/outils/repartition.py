"""Who runs which test when several processes share them."""

from xdist.scheduler import LoadScopeScheduling

# Each starts servers of its own, once for all its tests: one process takes the whole file. The longest comes first,
# so that the other process is never left waiting at the end. (The mark `xdist_group` is lost by pytest 9.)
SERVEURS_A_SOI = (
    "tests/accounts/test_canari.py",
    "tests/accounts/test_pannes.py",
    "tests/http/test_pannes.py",
)


class ParServeurs(LoadScopeScheduling):
    """Each test goes to who is free, but for those of a file above."""

    def _split_scope(self, nodeid: str) -> str:
        fichier = nodeid.partition("::")[0]
        return fichier if fichier in SERVEURS_A_SOI else nodeid
