"""The page that starts an import: files, a pasted text, or a folder of the server."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from articles.admin_site.pages import framed, staff_page
from articles.display import file_size
from articles.fetching.addresses import target_of
from articles.fetching.failures import FetchError
from articles.importing.uploads import UploadFolder, incoming_folder, shown_name
from articles.jobs.feeds import SENTENCES
from articles.jobs.fetched_addresses import ADDRESS
from articles.models import Job
from articles.stores import StoreError

from .pages import ShownJob
from .rights import IMPORT
from .uploading import LimitedUploadHandler, path_of

_RECENT = 10


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [super(ManyFilesField, self).clean(each) for each in data or ()]


class StartForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("Label"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("A name to find this import by."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    dumps = ManyFilesField(
        label=gettext_lazy("Files"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "One or many texts, or archives of texts: .zip, .tar.gz, .tgz, .gz. They can be "
            "dropped here, too. A file that cannot be read costs none of the others."
        ),
        widget=ManyFilesInput(attrs={"multiple": True}),
    )
    text = forms.CharField(
        label=gettext_lazy("Pasted text"),
        required=False,
        strip=False,
        help_text=gettext_lazy("The text of a page as it is, or of several below each other."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    address = forms.URLField(
        label=gettext_lazy("Address of a page or feed"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=gettext_lazy(
            "It is fetched once, within what the site allows to programs, and never from machines "
            "of your own network."
        ),
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    root = forms.ChoiceField(label=gettext_lazy("Folder on the server"), required=False)
    below = forms.CharField(
        label=gettext_lazy("Folder or file in it"),
        required=False,
        help_text=gettext_lazy("If empty, everything in the folder is imported."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    changed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roots = [str(root) for root in settings.IMPORT_ROOTS]
        if roots:
            self.fields["root"].choices = [  # type: ignore[attr-defined]
                ("", "—"),
                *((root, root) for root in roots),
            ]
        else:
            del self.fields["root"], self.fields["below"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["path"] = ""
        if cleaned.get("root"):
            cleaned["path"] = _path_below(cleaned["root"], cleaned.get("below", ""))
        elif cleaned.get("below"):
            self.add_error("root", _("Choose the folder on the server that it is in."))
        is_given = (
            cleaned.get("address")
            or cleaned.get("dumps")
            or cleaned.get("text", "").strip()
            or cleaned["path"]
        )
        if not self.errors and not is_given:
            raise ValidationError(_("Choose files, paste a text, or give an address."))
        return cleaned

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"])
        try:
            if address:
                target_of(address)
        except FetchError as error:
            raise ValidationError(SENTENCES[error.failure]) from error
        return address

    def times(self) -> list[float]:
        """When each file was last changed on the client's machine, if a script has sent it; else
        0."""
        try:
            told = json.loads(self.cleaned_data["changed"] or "[]")
            times = [float(each) / 1000 for each in told]
        except (TypeError, ValueError, OverflowError):
            times = []
        now = time.time()
        known = [each if 0 < each <= now else 0 for each in times]
        missing = len(self.cleaned_data["dumps"]) - len(known)
        return known + [0] * missing


def _path_below(root: str, below: str) -> str:
    """The path in a root, with every link on the way followed. Raises ``ValidationError``."""
    try:
        path = Path(root, below.strip()).resolve(strict=True)
        is_inside = path.is_relative_to(Path(root).resolve())
        is_readable = os.access(path, os.R_OK) and (path.is_dir() or path.is_file())
    except (OSError, ValueError, RuntimeError):
        is_inside = is_readable = False
    if not (is_inside and is_readable):
        raise ValidationError({"below": _("There is no readable folder or file with this name.")})
    return str(path)


@staff_page("articles/importbatch/import/", "articles_import", needs=IMPORT)
@csrf_exempt  # checked below: the token is in the body, which must not be read without the limit
def start(request: HttpRequest) -> HttpResponseBase:
    handler = LimitedUploadHandler(request, settings.MAX_UPLOAD_BYTES)
    request.upload_handlers = [handler]
    if request.method == "POST" and (refusal := _refusal(request, handler)):
        form = StartForm({})
        form.full_clean()
        form.errors.clear()
        form.add_error(None, refusal)
        return _page(request, form)
    return _start(request)


@csrf_protect
def _start(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        return _page(request, StartForm(initial=request.GET.dict()))
    form = StartForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _to(request, _queue_preview(request, form))
        except StoreError as error:
            form.add_error(None, str(error))
    return _page(request, form)


def _refusal(request: HttpRequest, handler: LimitedUploadHandler) -> str:
    """Why the request is refused as a whole; empty if it is not."""
    try:
        request.POST  # noqa: B018  (reads the request)
    except RequestDataTooBig:
        return _("The pasted text is too long. Save it as a file and choose that.")
    except TooManyFilesSent:
        return _("Too many files. Put them into one .zip and choose that.")
    if handler.is_exceeded:
        return _("The files are larger than %(limit)s. Nothing was kept; upload them in parts.") % {
            "limit": file_size(settings.MAX_UPLOAD_BYTES)
        }
    return ""


def _queue_preview(request: HttpRequest, form: StartForm) -> Job:
    folder = UploadFolder.new()
    data = form.cleaned_data
    names: dict[str, str] = {}
    times: dict[str, float] = {}
    uploads = zip(data["dumps"], form.times(), strict=False)
    for number, (upload, changed_at) in enumerate(uploads, 1):
        name = folder.take(path_of(upload), number, upload.name or "", changed_at)
        names[name] = shown_name(upload.name or "") or str(number)
        times[name] = changed_at
    if data["text"].strip():
        with NamedTemporaryFile(dir=incoming_folder(), prefix="incoming.") as file:
            file.write(data["text"].encode())
            file.flush()
            name = folder.take(file.name, len(names) + 1, "", 0)
        names[name] = _("pasted text")
    paths = [*names, *filter(None, [data["path"]])]
    return Job.objects.create(
        kind=Job.Kind.PREVIEW,
        user=request.user if request.user.is_authenticated else None,
        language=get_language() or "",
        label=data["label"],
        folder=folder.name,
        options={
            "paths": paths,
            "names": names,
            "changed_at": times,
            ADDRESS: data["address"],
        },
    )


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _to(request: HttpRequest, job: Job) -> HttpResponseBase:
    address = reverse("admin:articles_job", args=[job.pk])
    return JsonResponse({"address": address}) if _wants_json(request) else redirect(address)


def _page(request: HttpRequest, form: StartForm) -> HttpResponseBase:
    if _wants_json(request):
        errors = [str(error) for each in form.errors.values() for error in each]
        return JsonResponse({"errors": errors}, status=400)
    jobs = Job.objects.filter(kind__in=[Job.Kind.PREVIEW, Job.Kind.IMPORT], outcome=None)
    return framed(
        request,
        "articles/importbatch/start.html",
        _("Import dumps"),
        form=form,
        limit=settings.MAX_UPLOAD_BYTES,
        recent=[ShownJob.of(job) for job in jobs.select_related("user", "batch")[:_RECENT]],
    )
