"""Which replicas a process reads from, by what they and the primary say."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from newsarchive import replica_health
from newsarchive.replica_health import (
    ASKED_EVERY_SECONDS,
    LEFT_OUT_SECONDS,
    Condition,
    Replicas,
    Standing,
)

LEVEL = (True, 0, 3600.0)


class Servers:
    """What the servers answer by alias, how often each was asked, and the time of day."""

    def __init__(self):
        self.says = {"default": ("0/5",), "replica_1": LEVEL, "replica_2": LEVEL}
        self.asked = dict.fromkeys(self.says, 0)
        self.now = 1000.0

    def row(self, server, query, *values):
        self.asked[server.alias] += 1
        answer = self.says[server.alias]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def servers(monkeypatch, settings):
    settings.REPLICA_MAX_LAG = 10
    servers = Servers()
    monkeypatch.setattr(
        replica_health._Server, "row", lambda self, *query: servers.row(self, *query)
    )
    return servers


@pytest.fixture
def replicas(servers):
    return Replicas(["replica_1", "replica_2"], lambda: servers.now)


def test_those_that_have_all_are_read_from_and_asked_once_in_a_while(servers, replicas):
    firsts = {replicas.readable()[0] for _ in range(100)}
    assert firsts == {"replica_1", "replica_2"}
    assert replicas.standings()["replica_1"] == Standing(Condition.OK, 0.0)
    assert servers.asked == {"default": 1, "replica_1": 1, "replica_2": 1}
    servers.now += ASKED_EVERY_SECONDS
    replicas.readable()
    assert servers.asked == {"default": 2, "replica_1": 2, "replica_2": 2}


def test_one_that_does_not_answer_is_left_out_for_a_while(servers, replicas, caplog):
    servers.says["replica_1"] = OperationalError("refused")
    assert replicas.readable() == ["replica_2"]
    assert replicas.standings()["replica_1"] == Standing(Condition.DOWN, None)
    servers.now += LEFT_OUT_SECONDS
    replicas.readable()
    assert caplog.text.count("refused") == 1  # told once, not at each look
    servers.says["replica_1"] = LEVEL
    servers.now += LEFT_OUT_SECONDS - 0.1
    assert replicas.readable() == ["replica_2"]
    servers.now += 0.1
    assert sorted(replicas.readable()) == ["replica_1", "replica_2"]


def test_one_that_failed_a_request_is_left_out_at_once(servers, replicas):
    replicas.readable()
    replicas.leave_out("replica_2")
    assert replicas.readable() == ["replica_1"]
    servers.now += LEFT_OUT_SECONDS
    assert len(replicas.readable()) == 2


def test_a_server_that_is_no_replica_any_more_is_left_out(servers, replicas):
    servers.says["replica_1"] = (False, None, None)
    assert replicas.readable() == ["replica_2"]


@pytest.mark.parametrize(
    ("seconds_since_level", "since_last_commit", "standing"),
    [
        (3.0, 0.5, Standing(Condition.OK, 0.5)),  # commits come all the time
        (3.0, 3600.0, Standing(Condition.OK, 3.0)),  # the first commit after a quiet hour
        (10.5, 3600.0, Standing(Condition.LAGGING, 10.5)),
        (10.5, None, Standing(Condition.LAGGING, 10.5)),
        (60.0, -0.2, Standing(Condition.OK, 0.0)),  # the clocks of two machines
    ],
)
def test_lag_is_no_more_than_what_is_known_to_be_missing(
    servers, replicas, seconds_since_level, since_last_commit, standing
):
    replicas.readable()
    servers.now += seconds_since_level
    servers.says["replica_1"] = (True, 4096, since_last_commit)
    assert replicas.standings()["replica_1"] == standing
    assert ("replica_1" in replicas.readable()) == (standing.condition is Condition.OK)


def test_one_that_lacks_something_nobody_knows_since_when_is_not_read_from(servers, replicas):
    servers.says["replica_1"] = (True, 4096, None)
    assert replicas.standings()["replica_1"] == Standing(Condition.LAGGING, None)
    assert replicas.readable() == ["replica_2"]


def test_while_the_primary_is_away_those_that_applied_all_they_got_are_read_from_first(
    servers, replicas
):
    servers.says["default"] = OperationalError("refused")
    assert len(replicas.readable()) == 2
    servers.now += ASKED_EVERY_SECONDS
    replicas.readable()
    assert servers.asked == {"default": 1, "replica_1": 2, "replica_2": 2}
    servers.says["replica_1"] = (True, 4096, 3600.0)  # and then those that have not
    servers.now += ASKED_EVERY_SECONDS
    assert replicas.readable() == ["replica_2", "replica_1"]
    assert replicas.standings()["replica_1"].condition is Condition.LAGGING
    # None of that was proof of being level with the primary.
    servers.says |= {"default": ("0/9",), "replica_1": (True, 4096, 3600.0)}
    servers.now += LEFT_OUT_SECONDS
    assert replicas.readable() == ["replica_2"]
