"""The WSGI entry point for a production server."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsarchive.metrics_port import Application, MetricsPort
from newsarchive.waiting_writers import limit_waits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")

application: Application = get_wsgi_application()
if settings.METRICS_PORT:
    application = MetricsPort(application, settings.METRICS_PORT)
limit_waits()

# Every page is loaded here and not by its first reader. What is loaded stays, so the garbage
# collector need not look at it again: that stops all threads, each time for 60 milliseconds.
import_module(settings.ROOT_URLCONF)
import_module("newsarchive.warming").warm_up(application)
gc.collect()
gc.freeze()
