"""An editor, and the form of an article as a browser fills and sends it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission, User
from django.urls import reverse


def make_editor(*more: str, name: str = "editor") -> User:
    """Staff who may change articles, sources and reports, and what ``more`` names."""
    user = User.objects.create_user(name, is_staff=True)
    codenames = ["change_article", "change_source", "change_readerreport", *more]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def change_page(article: Any) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


class OpenForm:
    """The form as it was when it was opened; :meth:`send` sends it with some fields typed anew."""

    def __init__(self, client: Any, article: Any, query: str = "") -> None:
        self.client = client
        self.address = change_page(article) + query
        response = client.get(self.address)
        assert response.status_code == 200
        self.response = response
        self.data = data_of(response.context["adminform"].form)

    def send(self, **typed: Any) -> Any:
        return self.client.post(self.address, {**self.data, **typed})


def data_of(form: Any) -> dict[str, Any]:
    """What a browser would send of a form, lines ended by CR LF."""
    data: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if bound.name == "figures":
            for number, column in enumerate(("position", "alt", "caption", "credit")):
                data[f"figures-{column}"] = [*(str(row[number]) for row in value), ""]
        elif bound.name != "release":
            data[bound.name] = "" if value is None else str(value).replace("\n", "\r\n")
    return data
