"""The archive's addresses."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from articles.views.health import healthz
from articles.views.home import root
from articles.views.suggest import suggest

urlpatterns = [
    path("", root, name="root"),
    path("healthz", healthz, name="healthz"),
    path("suggest/", suggest, name="suggest"),
    path("admin/", admin.site.urls),
    *i18n_patterns(path("", include("articles.urls"))),
]

handler400 = "articles.views.errors.bad_request"
handler403 = "articles.views.errors.permission_denied"
handler404 = "articles.views.errors.not_found"
handler500 = "articles.views.errors.server_error"
