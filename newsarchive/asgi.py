"""The ASGI entry point for a production server."""

import os

from django.core.asgi import get_asgi_application

from newsarchive.waiting_writers import limit_waits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")

application = get_asgi_application()
limit_waits()
