"""What the supervisor of a worker does before it starts one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from articles.jobs import supervisor

TRIED = """
from articles.jobs import supervisor
supervisor._stand_behind_readers()
print(open(supervisor._AUTOGROUP).read())
"""


def sessions_are_grouped() -> bool:
    switch = Path("/proc/sys/kernel/sched_autogroup_enabled")
    return switch.exists() and switch.read_text().strip() == "1"


@pytest.mark.skipif(not sessions_are_grouped(), reason="no groups of sessions here")
def test_the_session_of_a_worker_stands_behind_that_of_the_server():
    tried = subprocess.run(
        [sys.executable, "-c", TRIED], capture_output=True, text=True, start_new_session=True
    )
    assert tried.stdout.split()[-2:] == ["nice", "10"], tried


def test_where_sessions_are_not_grouped_nothing_happens(monkeypatch, tmp_path):
    monkeypatch.setattr(supervisor, "_AUTOGROUP", str(tmp_path / "nowhere" / "autogroup"))
    supervisor._stand_behind_readers()
