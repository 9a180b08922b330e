"""The archive's admin site: names, sections, and its own pages."""

from __future__ import annotations

from functools import update_wrapper
from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import FieldDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect
from django.views.i18n import JavaScriptCatalog, set_language

from articles.models import Notice

from . import second_factor_page, single_sign_on_pages
from .dashboard import overview
from .pages import PAGES
from .resuming import resumable
from .second_factor import SignInForm, is_complete
from .sections import links

MOST_COUNTED = 100


def _unread(request: HttpRequest) -> int:
    """Asked for once in a request, whose page may have several frames."""
    if "unread_notices" not in request.__dict__:
        mine = Notice.objects.of(request.user).unread().order_by()
        request.__dict__["unread_notices"] = mine[:MOST_COUNTED].count()
    found: int = request.__dict__["unread_notices"]
    return found


class ArchiveAdminSite(admin.AdminSite):
    site_header = settings.SITE_NAME
    site_title = format_lazy("{} – {}", settings.SITE_NAME, _("Staff pages"))
    index_title = _("Overview")
    empty_value_display = "–"
    enable_nav_sidebar = False  # the masthead has the sections
    login_form = SignInForm

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and is_complete(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        context["single_sign_on"] = settings.OIDC_NAME if settings.OIDC_ISSUER else ""
        context["sends_mail"] = settings.MAIL_SERVER is not None
        if not context["has_permission"]:
            return context | {"sections": []}
        return context | {"sections": list(links(request)), "unread": _unread(request)}

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        guarded = super().admin_view(view, cacheable)
        # An upload is read by its own view, within a limit; and nobody has to sign in to sign out.
        if view == self.logout:
            return csrf_protect(view)
        if not getattr(view, "csrf_exempt", False):
            guarded = resumable(guarded, self)

        def complete(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if AdminSite.has_permission(self, request) and not is_complete(request):
                return redirect("admin:second_factor")
            try:
                answer: HttpResponseBase = guarded(request, *args, **kwargs)
            except FieldDoesNotExist as error:
                # Django's admin looks for the field of an address that names an empty one.
                if TO_FIELD_VAR in request.GET or TO_FIELD_VAR in request.POST:
                    raise Http404 from error
                raise
            return answer

        return update_wrapper(complete, guarded)

    def second_factor(self, request: HttpRequest) -> HttpResponseBase:
        """For all staff who are signed in: who has no second factor yet sets it up here."""
        if not super().has_permission(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return second_factor_page.page(request, self.each_context(request))

    def second_factor_picture(self, request: HttpRequest) -> HttpResponseBase:
        if not super().has_permission(request):
            return redirect_to_login(reverse("admin:second_factor"), reverse("admin:login"))
        return second_factor_page.picture(request)

    def passkey_to_add(self, request: HttpRequest) -> HttpResponseBase:
        if not super().has_permission(request):
            return redirect_to_login(reverse("admin:second_factor"), reverse("admin:login"))
        return second_factor_page.passkey_to_add(request)

    def single_sign_on_code(self, request: HttpRequest) -> HttpResponseBase:
        return single_sign_on_pages.code(request, self.each_context(request))

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's, with the sentences that the archive's catalogue says better."""
        view = JavaScriptCatalog.as_view(packages=["django.contrib.admin", "articles"])
        return cast(HttpResponse, view(request))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().index(request, {**overview(request), **(extra_context or {})})

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own: list[URLPattern | URLResolver] = [
            path(page.route, self.admin_view(page.view), name=page.name) for page in PAGES
        ]
        return [
            path("language/", set_language, name="language"),
            path("second-factor/", self.second_factor, name="second_factor"),
            path("second-factor.svg", self.second_factor_picture, name="second_factor_picture"),
            path("passkeys/new.json", self.passkey_to_add, name="passkey_to_add"),
            path("passkeys.json", second_factor_page.passkey_to_sign_in, name="passkey_to_sign_in"),
            path("sign-on/", single_sign_on_pages.begin, name="single_sign_on"),
            path("sign-on/back/", single_sign_on_pages.back, name="single_sign_on_back"),
            path("sign-on/code/", self.single_sign_on_code, name="single_sign_on_code"),
            *own,
            *super().get_urls(),
        ]
