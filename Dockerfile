# syntax=docker/dockerfile:1
# The Python that the tests run on.
ARG PYTHON=python:3.11-slim-bookworm

# ---------------------------------------------------------------- dependencies, in an environment of their own
FROM ${PYTHON} AS dependances
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/production.lock /tmp/production.lock
RUN python -m venv /opt/portail \
 && /opt/portail/bin/pip install --no-deps --require-hashes --only-binary :all: -r /tmp/production.lock

# ---------------------------------------------------------------- the program and its static files
FROM ${PYTHON} AS programme
ENV PATH=/opt/portail/bin:$PATH PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/portail
COPY --from=dependances /opt/portail /opt/portail
COPY . .
# The demonstration's settings need no secret, so none is in this layer; the files collected are the same.
RUN DJANGO_SETTINGS_MODULE=portal.settings.local PORTAL_ETAT=/srv/etat \
    python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q accounts bailleurs demandes dossiers portal rendezvous simulations

# ---------------------------------------------------------------- what runs
FROM ${PYTHON} AS portail
RUN groupadd --system --gid 10001 portail \
 && useradd --system --uid 10001 --gid portail --no-create-home --home-dir /nonexistent \
            --shell /usr/sbin/nologin portail
COPY --from=dependances /opt/portail /opt/portail
COPY --from=programme /srv /srv
WORKDIR /srv/portail
ENV PATH=/opt/portail/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production \
    PORTAL_ETAT=/srv/etat \
    PORTAL_PROCESS=web
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "docker/sante.py", "web"]
CMD ["gunicorn", "portal.wsgi:application", "--config", "docker/gunicorn.conf.py"]
