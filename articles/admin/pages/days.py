"""What a typed day means, in words: for static/admin/day-words.js, while it is being typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.admin.dates import words_of
from articles.admin_site.pages import SHOWN, staff_page
from articles.curation.typed_values import day_in, doubt_about

LONGEST = 100
"""Characters of a day, in any form."""


@staff_page("days/words/", "day_words", methods=SHOWN)
def day_words(request: HttpRequest) -> HttpResponse:
    """The words below a box for a day, as a part of a page; nothing for what is no day."""
    day = day_in(request.GET.get("text", "")[:LONGEST].replace("\0", ""))
    context = {
        "name": request.GET.get("name", "")[:LONGEST],
        "words": words_of(day) if day else [],
        "doubt": doubt_about(day) if day else "",
        "is_sure": False,
    }
    return render(request, "admin/_day_words.html", context)
