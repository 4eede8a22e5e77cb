"""gunicorn's own log lines: the address of a request that failed may hold what a person typed."""

from typing import Any

from gunicorn.glogging import Logger

from portal.http.journaux import FormatLisible


class JournalMasque(Logger):  # type: ignore[misc]
    """gunicorn's logger, each line masked (`--logger-class portal.http.gunicorn.JournalMasque`)."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn's, with our formatter."""
        super().setup(cfg)
        for sortie in (*self.error_log.handlers, *self.access_log.handlers):
            sortie.setFormatter(FormatLisible(self.error_fmt, self.datefmt))
