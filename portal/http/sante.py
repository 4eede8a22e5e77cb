"""Two questions a supervisor asks: is this process alive, can it serve?"""

from django.core.cache import caches
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.http.acces import public


@public
@never_cache
@require_safe
def vivant(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"vivant": True})


def _base_joignable_et_a_jour() -> tuple[bool, bool]:
    try:
        executeur = MigrationExecutor(connection)
        return True, not executeur.migration_plan(executeur.loader.graph.leaf_nodes())
    except DatabaseError:
        return False, False


def _redis_repond() -> bool:
    try:
        caches["default"].get("sante")
    except Exception:
        return False
    return True


@public
@never_cache
@require_safe
def pret(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and holds every migration; Redis is reported, its absence is not fatal."""
    base, migrations = _base_joignable_et_a_jour()
    etat = {"base": base, "migrations": migrations, "redis": _redis_repond()}
    return JsonResponse(etat, status=200 if base and migrations else 503)
