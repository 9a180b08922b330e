"""What a harvester gets from ``/oai``, as OAI-PMH 2.0 asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article, Tombstone
from articles.views.harvesting import records
from articles.views.harvesting.arguments import ARGUMENTS, OaiError, checked, selection
from tests.factories import make_article, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MODS = "{http://www.loc.gov/mods/v3}"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def asked(client, **arguments):
    answer = client.get(f"/oai?{urlencode(arguments)}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    return fromstring(answer.content)


def error_of(client, **arguments):
    return asked(client, **arguments).find(f"{OAI}error").get("code")


def changed(article, seconds):
    Article.objects.filter(pk=article.pk).update(updated_at=START + timedelta(seconds=seconds))
    return article


def harvested(client, verb="ListRecords", meanwhile=lambda: None, **arguments):
    """The keys of all records, in order, taken as a harvester takes them."""
    keys, answers = [], 0
    arguments.setdefault("metadataPrefix", "oai_dc")
    while True:
        root = asked(client, verb=verb, **arguments)
        answers += 1
        keys += [each.text.rpartition(":")[2] for each in root.iter(f"{OAI}identifier")]
        token = root.find(f"*/{OAI}resumptionToken")
        if token is None or not token.text:
            return keys, answers
        arguments = {"resumptionToken": token.text}
        meanwhile()


@pytest.fixture
def small_answers(monkeypatch):
    monkeypatch.setattr(records, "AT_ONCE", 3)


def test_a_record_is_told_in_both_formats(client):
    source = make_source("روزنامهٔ سپیده", homepage="https://sepideh.example/")
    article = make_article(
        "پل تازهٔ رودخانه", source=source, author="مینا راد", url="https://sepideh.example/7"
    )
    identifier = f"oai:testserver:{article.key}"

    root = asked(client, verb="GetRecord", identifier=identifier, metadataPrefix="oai_dc")
    said = {each.tag.removeprefix(DC): each.text for each in root.iter() if DC in each.tag}
    assert said == {
        "title": "پل تازهٔ رودخانه",
        "creator": "مینا راد",
        "publisher": "روزنامهٔ سپیده",
        "description": "باران دیروز خیابان‌های شهر ساختگی را شست.",
        "date": "2025-12-28",
        "type": "Text",
        "format": "text/html",
        "identifier": f"http://testserver/fa/articles/{article.key}/",
        "source": "https://sepideh.example/7",
        "language": "fa",
    }
    sets = [each.text for each in root.iter(f"{OAI}setSpec")]
    assert sets == ["language:fa", f"source:{source.pk}"]

    root = asked(client, verb="GetRecord", identifier=identifier, metadataPrefix="mods")
    days = [
        each.text for each in root.iter() if each.tag in (f"{MODS}dateIssued", f"{MODS}dateOther")
    ]
    assert days == ["2025-12-28", "1404-10-07"]
    assert root.find(f".//{MODS}relatedItem[@type='original']//{MODS}url").text == article.url


def test_the_archive_identifies_itself(client, settings):
    settings.OAI_EMAIL = "desk@archive.example"
    changed(make_article(), 0)

    said = {each.tag.removeprefix(OAI): each.text for each in asked(client, verb="Identify").iter()}

    assert said["baseURL"] == "http://testserver/oai"
    assert said["adminEmail"] == "desk@archive.example"
    assert said["earliestDatestamp"] == "2026-03-01T12:00:00Z"
    assert said["deletedRecord"] == "transient"


def test_what_was_hidden_or_erased_is_told_to_be_deleted(client):
    hidden = make_article(status=Article.Status.HIDDEN)
    Tombstone.objects.create(key="0123456789abcdef", reason="ساختگی")

    root = asked(client, verb="ListRecords", metadataPrefix="oai_dc")

    headers = list(root.iter(f"{OAI}header"))
    assert [each.get("status") for each in headers] == ["deleted", "deleted"]
    assert root.find(f".//{OAI}metadata") is None
    assert hidden.title not in str(client.get("/oai?verb=ListRecords&metadataPrefix=mods").content)


def test_every_record_comes_once_in_the_order_of_changes(client, small_answers):
    made = [changed(make_article(), second) for second in (5, 1, 1, 1, 1, 9, 1, 0)]
    erased = Tombstone.objects.create(key="0123456789abcdef", reason="ساختگی")
    Tombstone.objects.filter(pk=erased.pk).update(erased_at=START + timedelta(seconds=1))

    keys, answers = harvested(client)

    assert keys[:1] == [made[7].key]
    assert keys[-2:] == [made[0].key, made[5].key]
    assert sorted(keys) == sorted([*(each.key for each in made), erased.key])
    assert answers == 3
    assert harvested(client, "ListIdentifiers")[0] == keys


def test_nothing_is_left_out_where_the_archive_changes_meanwhile(client, small_answers):
    made = [changed(make_article(), second) for second in range(7)]
    late = []

    def meanwhile():
        changed(made[6], 90)
        late.append(changed(make_article(), 100 + len(late)))

    keys, _ = harvested(client, meanwhile=meanwhile, until="2026-03-01T12:01:45Z")

    assert len(keys) == len(set(keys))
    assert set(keys) >= {each.key for each in made} | {each.key for each in late[:3]}


def test_a_harvest_is_of_a_set_and_of_days(client):
    source = make_source()
    ours = changed(make_article(source=source, language="ar"), 0)
    changed(make_article(), 0)
    later = changed(make_article(source=source), 86_400)

    assert harvested(client, set=f"source:{source.pk}")[0] == [ours.key, later.key]
    assert harvested(client, set="language:ar")[0] == [ours.key]
    assert harvested(client, set=f"source:{source.pk}", until="2026-03-01")[0] == [ours.key]
    assert harvested(client, **{"from": "2026-03-02T12:00:00Z"})[0] == [later.key]
    assert error_of(client, verb="ListRecords", metadataPrefix="oai_dc", set="language:xx") == (
        "noRecordsMatch"
    )


def test_a_list_costs_four_queries_at_most(client, django_assert_max_num_queries, small_answers):
    for number in range(5):
        make_article(source=make_source(f"روزنامهٔ {number}"))

    with django_assert_max_num_queries(4):
        asked(client, verb="ListRecords", metadataPrefix="mods")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Get"}, "badVerb"),
        ({"verb": "Identify", "set": "x"}, "badArgument"),
        ({"verb": "GetRecord", "identifier": "oai:testserver:x"}, "badArgument"),
        ({"verb": "GetRecord", "identifier": "x", "metadataPrefix": "oai_dc"}, "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "oai:other:x"}, "idDoesNotExist"),
        ({"verb": "ListRecords", "metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "1404-07-01x"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "۲۰۲۵-۰۱-۰۱"}, "badArgument"),
        (
            {
                "verb": "ListRecords",
                "metadataPrefix": "oai_dc",
                "from": "2026-01-02",
                "until": "2026-01-01",
            },
            "badArgument",
        ),
        ({"verb": "ListRecords", "resumptionToken": "made-up"}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "made-up"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "x", "set": "language:fa"}, "badArgument"),
    ],
)
def test_what_is_wrong_is_told_by_its_code(client, arguments, code):
    assert error_of(client, **arguments) == code


def test_an_argument_stands_once(client):
    root = fromstring(client.get("/oai?verb=Identify&verb=Identify").content)

    assert root.find(f"{OAI}error").get("code") == "badVerb"
    assert root.find(f"{OAI}request").attrib == {}


def test_requests_may_be_posted(client):
    answer = client.post("/oai", {"verb": "ListSets"})

    assert b"language:fa" in answer.content


def test_a_harvester_that_is_too_fast_is_asked_to_wait(client, settings):
    settings.HARVESTS_PER_MINUTE = 1
    client.get("/oai?verb=Identify")

    answer = client.get("/oai?verb=Identify")

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0


TEXTS = st.text(max_size=30) | st.sampled_from(
    [
        *ARGUMENTS,
        "oai_dc",
        "2026-01-01",
        "9999-12-31",
        "0001-01-01T00:00:00Z",
        "source:99999999999999999999",
    ]
)


@given(
    st.dictionaries(
        st.sampled_from("verb metadataPrefix from until set identifier resumptionToken x".split()),
        TEXTS,
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_any_arguments_are_answered(client, arguments):
    assert asked(client, **arguments).find(f"{OAI}responseDate").text


def test_the_last_day_of_all_has_an_end():
    chosen = selection({"metadataPrefix": "oai_dc", "until": "9999-12-31"})

    assert chosen.until == datetime.max.replace(tzinfo=UTC)
    with pytest.raises(OaiError):
        checked({"verb": ["ListRecords"]})
