"""Settings of a bench: the demonstration's, and one empty view beside the real pages."""

from portal.settings.local import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
LOG_LEVEL = "WARNING"
