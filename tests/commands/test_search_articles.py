"""What search_articles promises: options, JSON keys, exit statuses, one object a query."""

import io
import json
import sys
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Capture, NameSet, SourceAlias
from articles.search.index.files import index_files
from articles.text.folding import fold_key
from tests.archive_processes import Step
from tests.dump_texts import dump, run, write
from tests.factories import make_article, make_capture, make_figure, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

KEYS = ["query", "total", "results", "partial"]
RESULT_KEYS = [
    "key",
    "title",
    "source",
    "published_gregorian",
    "jalali",
    "language",
    "score",
    "snippet",
    "captures",
]


@pytest.fixture(autouse=True)
def english_terminal(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")


def search_articles(*arguments, **options):
    """Exit status, standard output."""
    out = io.StringIO()
    try:
        call_command("search_articles", *arguments, stdout=out, **options)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


def objects(*arguments, **options):
    status, output = search_articles(*arguments, json=True, **options)
    assert status == 0, output
    return [json.loads(line) for line in output.splitlines()]


def answer(*arguments, **options):
    [answer] = objects(*arguments, **options)
    return answer


def titles(*arguments, **options):
    return [result["title"] for result in answer(*arguments, **options)["results"]]


@pytest.fixture
def archive(rebuild_index):
    """Five articles in three languages, of two sources and none, indexed."""
    street = make_source("روزنامهٔ کوچه", slug="kucheh")
    dates = make_source("وكالة نخيل للأنباء", "ar", slug="nakhil")
    for source, printed in ((street, "روزنامه کوچه"), (dates, "وكالة نخيل للأنباء")):
        SourceAlias.objects.create(source=source, folded_name=fold_key(printed))
    articles = [
        make_article("فانوس‌های ژاپن بر پل", day=date(2025, 12, 28), source=street),
        make_article("پل چوبی", day=date(2026, 1, 21), source=street, body="فانوس سرخ و کتاب."),
        make_article(
            "جسر الفوانيس في اليابان",
            day=date(2024, 2, 29),
            source=dates,
            language="ar",
            body="جسر.",
        ),
        make_article(
            "A bridge of lanterns", day=date(2025, 12, 29), language="en", body="Made in Japan."
        ),
        make_article("فانوس بی‌تاریخ", day=None, body="باد آمد."),
    ]
    rebuild_index()
    return articles


# -- the JSON object ----------------------------------------------------------------------


def test_an_object_is_exactly_as_documented(rebuild_index):
    article = make_article(
        "فانوس‌های تازه",
        source=make_source("روزنامهٔ کوچه"),
        body="شهرداری نوآباد پل را آراست.\n\nصدها فانوس رنگی <بر> نرده‌ها آویخته شد.",
    )
    make_capture(article, b"one")
    rebuild_index()
    found = answer("فانوس رنگی", limit=5)
    assert list(found) == KEYS
    assert list(found["results"][0]) == RESULT_KEYS
    score = found["results"][0].pop("score")
    assert found == {
        "query": "فانوس رنگی",
        "total": 1,
        "results": [
            {
                "key": article.key,
                "title": "فانوس‌های تازه",
                "source": "روزنامهٔ کوچه",
                "published_gregorian": "2025-12-28",
                "jalali": "1404-10-07",
                "language": "fa",
                "snippet": "شهرداری نوآباد پل را آراست. صدها فانوس رنگی <بر> نرده‌ها آویخته شد.",
                "captures": [{"file": "invented.txt", "item": 1}],
            }
        ],
        "partial": False,
    }
    assert score > 0
    assert score == round(score, 4)


def test_letters_are_printed_as_such_and_each_object_on_one_line(archive):
    status, output = search_articles("فانوس", json=True)
    assert status == 0
    assert "فانوس" in output
    assert output.count("\n") == 1


def test_what_an_article_lacks_is_null_or_empty(archive):
    [result] = answer("بی‌تاریخ")["results"]
    assert (result["published_gregorian"], result["jalali"]) == (None, None)
    assert result["source"] == ""
    assert result["captures"] == []


def test_the_source_is_named_in_the_articles_language_whatever_the_terminals(
    rebuild_index, monkeypatch
):
    source = make_source("روزنامهٔ کوچه", name_ar="صحيفة الزقاق", name_en="The Alley")
    for language in ("fa", "ar", "en"):
        make_article(f"lantern {language}", language=language, source=source)
    rebuild_index()
    for terminal in ("C", "fa_IR.UTF-8", "ar_EG.UTF-8"):
        monkeypatch.setenv("LC_ALL", terminal)
        found = {each["language"]: each["source"] for each in answer("lantern")["results"]}
        assert found == {"fa": "روزنامهٔ کوچه", "ar": "صحيفة الزقاق", "en": "The Alley"}


def test_captures_are_the_live_ones_in_the_order_of_their_files(rebuild_index):
    article = make_article("فانوس")
    for file, item in (("b.txt", 1), ("a.txt", 10), ("a.txt", 2), ("c.txt", 1)):
        capture = make_capture(article, f"{file}{item}".encode())
        Capture.objects.filter(pk=capture.pk).update(file_name=file, item_number=item)
    Capture.objects.filter(file_name="c.txt").update(withdrawn=True)
    rebuild_index()
    [result] = answer("فانوس")["results"]
    assert result["captures"] == [
        {"file": "a.txt", "item": 2},
        {"file": "a.txt", "item": 10},
        {"file": "b.txt", "item": 1},
    ]


def test_captures_name_files_as_the_import_did(rebuild_index, tmp_path):
    first, second = write(tmp_path / "dumps", dump(), dump(views=40))
    imported = run(first, second)
    rebuild_index()
    [result] = answer("فانوس")["results"]
    assert result["captures"] == [
        {"file": item["file"], "item": item["item"]} for item in imported.items
    ]


def test_the_snippet_may_come_from_a_caption(rebuild_index):
    make_figure(make_article("خبر"), caption="فانوسی بر پل")
    rebuild_index()
    assert answer("فانوسی")["results"][0]["snippet"] == "فانوسی بر پل"


def test_results_are_literal_duplicates_stand_on_their_own(rebuild_index):
    first = make_article("فانوس", source=make_source("کوچه"))
    make_article("فانوس", source=make_source("خیابان"), duplicate_of=first)
    rebuild_index()
    found = answer("فانوس")
    assert found["total"] == len(found["results"]) == 2
    assert {each["source"] for each in found["results"]} == {"کوچه", "خیابان"}


def test_a_misspelt_query_is_not_corrected(archive):
    assert answer("فانوث") == {"query": "فانوث", "total": 0, "results": [], "partial": False}


def test_the_best_partial_matches_are_named_as_such(archive):
    found = answer("فانوس کتاب پرنده")
    assert found["partial"] is True
    assert [each["title"] for each in found["results"]] == ["پل چوبی"]
    assert answer("فانوس کتاب")["partial"] is False


# -- options ------------------------------------------------------------------------------


def test_either_keyboard_and_any_spelling_will_do(archive):
    assert titles("كتاب") == titles("کِتاب") == ["پل چوبی"]


def test_names_are_found_across_languages_unless_told_otherwise(archive):
    assert set(titles("ژاپن")) == {
        "فانوس‌های ژاپن بر پل",
        "جسر الفوانيس في اليابان",
        "A bridge of lanterns",
    }
    assert titles("ژاپن")[0] == "فانوس‌های ژاپن بر پل"
    assert titles("ژاپن", no_names=True) == ["فانوس‌های ژاپن بر پل"]


def test_the_editors_names_count_too(archive):
    assert titles("Lantern Bridge") == ["A bridge of lanterns"]
    NameSet.objects.create(names="Lantern Bridge\nپل چوبی")
    assert "پل چوبی" in titles("Lantern Bridge")


def test_any_word_will_do_when_asked_for(archive):
    assert titles("کتاب باد") == titles("باد کتاب")
    assert answer("کتاب باد")["partial"] is True
    found = answer("کتاب باد", match="any")
    assert {each["title"] for each in found["results"]} == {"پل چوبی", "فانوس بی‌تاریخ"}
    assert found["partial"] is False


def test_the_limit_cuts_the_results_and_not_the_total(archive):
    for limit in (0, 1, 2):
        found = answer("فانوس", limit=limit)
        assert found["total"] == 3
        assert len(found["results"]) == limit


def test_twenty_results_are_given_by_default(rebuild_index):
    for number in range(22):
        make_article(f"فانوس {number}")
    rebuild_index()
    found = answer("فانوس")
    assert (found["total"], len(found["results"])) == (22, 20)


def test_the_order_by_day_puts_undated_articles_last_and_has_no_scores(archive):
    assert titles("فانوس", sort="newest") == [
        "پل چوبی",
        "فانوس‌های ژاپن بر پل",
        "فانوس بی‌تاریخ",
    ]
    assert titles("فانوس", sort="oldest") == [
        "فانوس‌های ژاپن بر پل",
        "پل چوبی",
        "فانوس بی‌تاریخ",
    ]
    assert {each["score"] for each in answer("فانوس", sort="oldest")["results"]} == {0}


def test_scores_fall_in_the_order_of_relevance(archive):
    scores = [each["score"] for each in answer("فانوس")["results"]]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


@pytest.mark.parametrize(
    ("languages", "count"),
    [(["fa"], 3), (["ar"], 1), (["العربية", "fa"], 4), (["und"], 0), (["انگلیسی"], 1)],
)
def test_languages_limit_the_results(archive, languages, count):
    assert answer("*", lang=languages)["total"] == 0  # signs alone ask for nothing
    assert answer(lang=languages)["total"] == count


@pytest.mark.parametrize(
    ("sources", "count"),
    [
        (["kucheh"], 2),
        (["روزنامه كوچه"], 2),
        (["روزنامهٔ کوچه"], 2),
        (["وکاله نخیل للانباء"], 1),
        (["kucheh", "nakhil"], 3),
    ],
)
def test_sources_limit_the_results_by_slug_or_by_name(archive, sources, count):
    assert answer(source=sources)["total"] == count


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("1404/10/07", None, 3),
        (None, "۱۴۰۴/۱۰/۰۷", 2),
        ("دی ۱۴۰۴", "دی ۱۴۰۴", 2),
        ("2025", "2025", 2),
        ("29 فبراير 2024", "29 February 2024", 1),
        ("2030", None, 0),
        ("1300", "1500", 4),
    ],
)
def test_days_limit_the_results_in_any_calendar_and_leave_undated_out(archive, first, last, count):
    assert answer(**{"from": first, "to": last})["total"] == count


def test_limits_and_the_querys_own_filters_hold_together(archive):
    assert titles("فانوس source:کوچه", to="1404/10/30") == ["فانوس‌های ژاپن بر پل"]
    assert answer("فانوس lang:ar", lang=["fa"])["total"] == 0


def test_options_are_those_of_the_command_line(archive):
    arguments = "--json --limit 1 --lang fa --lang en --source kucheh --from 1404 --to 2026 --sort"
    [found] = objects("فانوس", *arguments.split(), "newest", "--match", "any", "--no-names")
    assert (found["total"], found["results"][0]["title"]) == (2, "پل چوبی")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "a query, --queries, or a limit"),
        ({"query": "x", "queries": "-"}, "not both"),
        ({"query": "x", "limit": -1}, "--limit"),
        ({"query": "x", "lang": ["fa", "xx"]}, "“xx”"),
        ({"query": "x", "source": ["هیچ‌جا"]}, "“هیچ‌جا”"),
        ({"query": "x", "source": ["\udcff"]}, "“\ufffd”"),
        ({"query": "x", "from": "1404/13"}, "--from “1404/13”"),
        ({"query": "x", "to": "روزی"}, "--to “روزی”"),
        ({"query": "x", "from": "1404/10", "to": "1404/09"}, "--to is before --from"),
        ({"queries": "/nowhere/queries.txt"}, "/nowhere/queries.txt"),
    ],
)
def test_unusable_arguments_end_with_status_2_and_a_sentence(archive, arguments, words):
    query = [arguments.pop("query")] if "query" in arguments else []
    status, output = search_articles(*query, json=True, **arguments)
    assert status == 2
    assert words in output
    assert "{" not in output


def test_a_folder_of_queries_is_unusable(archive, tmp_path):
    assert search_articles(queries=str(tmp_path))[0] == 2


# -- many queries -------------------------------------------------------------------------


def asked(tmp_path, content):
    path = tmp_path / "queries.txt"
    path.write_bytes(content)
    return objects(queries=str(path))


def test_line_n_of_the_output_is_line_n_of_the_file(archive, tmp_path):
    lines = ["فانوس", "", "کتاب", "  ", "برف", "", "ژاپن"]
    found = asked(tmp_path, "\n".join(lines).encode())
    assert [each["query"] for each in found] == lines
    assert [each["total"] for each in found] == [3, 0, 1, 0, 0, 0, 3]
    assert all(list(each) == KEYS for each in found)


@pytest.mark.parametrize("content", ["کتاب\n", "کتاب", "کتاب\r\n", "\ufeffکتاب\n"])
def test_line_ends_and_byte_order_marks_are_no_part_of_a_query(archive, tmp_path, content):
    [found] = asked(tmp_path, content.encode())
    assert (found["query"], found["total"]) == ("کتاب", 1)


def test_an_empty_file_gives_nothing(archive, tmp_path):
    assert asked(tmp_path, b"") == []


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\x00",
        b"\x00\xd9",
        "\u202e\u2066کتاب".encode(),
        "کتاب\u2028کتاب\u0085\x0b\x0c\x1c".encode(),
        b"*",
        b'"' * 999,
        b"-" * 999,
        "کتاب ".encode() * 2000,
        b"OR " * 1000,
        b"source:\x00 lang: date:99 title:",
    ],
)
def test_no_bytes_stop_the_queries_that_follow(archive, tmp_path, line):
    found = asked(tmp_path, line + b"\n" + "کتاب".encode())
    assert len(found) == 2
    assert found[0]["query"] == line.decode("utf-8", "replace")
    assert found[1]["total"] == 1


@pytest.mark.parametrize("text", ["\udcff", "کتاب\ud800", "\x00", "\U0010ffff", "'\";--"])
def test_no_argument_stops_the_command(archive, text):
    status, output = search_articles(text, json=True)
    assert status == 0
    output.encode()  # valid Unicode, surrogates have been replaced
    assert list(json.loads(output)) == KEYS


class Pipe:
    """Standard input whose next line comes only when the last one has been answered."""

    def __init__(self, out, lines):
        self.out = out
        self.lines = lines

    @property
    def buffer(self):
        for number, line in enumerate(self.lines):
            assert self.out.getvalue().count("\n") == number
            yield line


def test_standard_input_is_answered_line_by_line(archive, monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", Pipe(out, [b"one\n", "کتاب\n".encode(), b"\n", b"two"]))
    call_command("search_articles", queries="-", json=True, stdout=out)
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [each["query"] for each in found] == ["one", "کتاب", "", "two"]


def test_options_hold_for_every_query(archive, tmp_path):
    (tmp_path / "q").write_text("فانوس\n\nژاپن\n", encoding="utf-8")
    found = objects(queries=str(tmp_path / "q"), source=["kucheh"], sort="newest", limit=1)
    assert [each["total"] for each in found] == [2, 2, 1]
    assert found[1]["results"][0]["title"] == "پل چوبی"


def test_a_query_costs_the_same_few_database_queries_however_much_it_finds(rebuild_index, tmp_path):
    source = make_source()
    for number in range(30):
        article = make_article(f"فانوس {number}", source=source)
        make_figure(article, caption="پل")
        make_capture(article, str(number).encode())
    rebuild_index()

    def asked_of_the_database(text, times):
        (tmp_path / "q").write_text(f"{text}\n" * times, encoding="utf-8")
        with CaptureQueriesContext(connection) as asked:
            found = objects(queries=str(tmp_path / "q"), limit=50)
        assert len(found) == times
        return len(found[0]["results"]), len(asked)

    for text, rows in (("فانوس 7", 1), ("فانوس", 30)):
        assert asked_of_the_database(text, 1)[0] == rows
        once, often = (asked_of_the_database(text, times)[1] for times in (1, 6))
        assert often - once == 5 * 4  # editors' names, articles, figures, captures


# -- for people ---------------------------------------------------------------------------


def test_the_list_for_people_has_key_days_source_title_and_snippet(archive):
    status, output = search_articles("کتاب")
    article = archive[1]
    assert status == 0
    assert output.splitlines() == [
        "1 article",
        "",
        f"{article.key}  1404-11-01 2026-01-21  روزنامهٔ کوچه",
        "  پل چوبی",
        "  فانوس سرخ و کتاب.",
    ]


def test_the_list_says_what_else_was_searched_and_what_is_partial(archive):
    output = search_articles("ژاپن")[1]
    assert "3 articles" in output
    assert "Also searched for: اليابان, Japan" in output
    assert "No article has all of these words" in search_articles("فانوس کتاب پرنده")[1]


def test_the_list_marks_what_is_left_out_and_has_no_control_characters(rebuild_index):
    make_article("فانوس\x1b[2J", body="باران بارید. " * 40 + "فانوس" + " باران بارید." * 40)
    rebuild_index()
    output = search_articles("فانوس")[1]
    assert "\x1b" not in output
    snippet = output.splitlines()[-1].strip()
    assert snippet.startswith("…")
    assert snippet.endswith("…")


def test_an_undated_article_says_so(archive):
    assert "no date" in search_articles("بی‌تاریخ")[1]


def test_queries_of_a_file_are_named_above_their_lists(archive, tmp_path):
    (tmp_path / "q").write_text("کتاب\nبرف\n", encoding="utf-8")
    output = search_articles(queries=str(tmp_path / "q"))[1]
    assert output.index("== کتاب") < output.index("1 article") < output.index("== برف")
    assert output.rstrip().endswith("0 articles")


# -- when there is no index ---------------------------------------------------------------


@pytest.mark.parametrize("options", [{}, {"json": True}])
def test_a_missing_index_is_status_3_and_the_command_that_mends_it(settings, tmp_path, options):
    settings.DATA_DIR = tmp_path
    status, output = search_articles("کتاب", **options)
    assert status == 3
    assert "search_index --rebuild" in output


def test_a_damaged_index_is_status_3_and_the_command_that_mends_it(archive):
    index_files().current().meta.write_text("{", encoding="utf-8")
    status, output = search_articles("کتاب")
    assert status == 3
    assert "damaged" in output
    assert "search_index --rebuild" in output


# -- as a process -------------------------------------------------------------------------


@pytest.mark.processes
def test_the_command_as_it_is_typed(archive_in, tmp_path):
    archive = archive_in(tmp_path / "var")
    imported, found, refused = archive.steps(
        Step(["import_dumps", *write(tmp_path / "dumps", dump()), "--workers", "0"]),
        Step(["search_articles", "فانوس", "--json"]),
        Step(["search_articles", "فانوس", "--sort", "loudest"]),
    )
    assert (imported[0], found[0]) == (0, 0), imported
    assert json.loads(found[1])["total"] == 1
    assert (refused[0], "Traceback" in refused[1]) == (2, False)

    (tmp_path / "q").write_text("فانوس\n" * 2000, encoding="utf-8")
    process = archive.start("search_articles", "--queries", str(tmp_path / "q"), "--json")
    assert json.loads(process.stdout.readline())["total"] == 1
    process.stdout.close()  # as “| head -n 1” does
    with process.stderr:
        assert process.stderr.read() == ""
    assert process.wait(timeout=60) == 0
