"""The WSGI entry point for a production server."""

import os

from django.core.wsgi import get_wsgi_application

from newsarchive.waiting_writers import limit_waits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")

application = get_wsgi_application()
limit_waits()
