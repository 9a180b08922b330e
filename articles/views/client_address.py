"""The address from which a request came."""

from __future__ import annotations

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of whoever is connected to this server; empty on a socket without addresses."""
    return str(request.META.get("REMOTE_ADDR", ""))
