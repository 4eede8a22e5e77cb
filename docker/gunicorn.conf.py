"""gunicorn in a container: behind the proxy, which alone talks to the outside."""

import os

bind = "0.0.0.0:8000"
workers = int(os.environ.get("WEB_PROCESSUS", "2"))
threads = int(os.environ.get("WEB_FILS", "4"))
# Longer than the longest SQL statement of a web request (10 s), shorter than the proxy's patience (35 s).
timeout = 30
graceful_timeout = 25
keepalive = 5
# A slow leak never lasts more than some thousands of pages; the jitter keeps processes from leaving together.
max_requests = 5000
max_requests_jitter = 500
# Heartbeats in memory: on a slow disk they would have a healthy process killed.
worker_tmp_dir = "/dev/shm"  # noqa: S108
# The proxy is the only neighbour of this network; it overwrites these headers.
forwarded_allow_ips = "*"
# Addresses asked for are the proxy's log, without their query; here only what went wrong.
accesslog = None
loglevel = "warning"
logger_class = "portal.http.gunicorn.JournalMasque"
control_socket_disable = True
