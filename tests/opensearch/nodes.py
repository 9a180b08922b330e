"""Nodes of OpenSearch for tests: one, or several that are a cluster, on free ports of 127.0.0.1.

The jars come from a Maven repository and are kept in the user's cache, outside the project. Uses
the standard library only.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
HEAP = "512m"
STARTS_WITHIN = 120.0


class NoOpenSearchError(Exception):
    """No server can be started; the message says what is missing."""


class Nodes:
    """Some nodes of one cluster; leaving the context ends them and removes their files."""

    def __init__(self, count: int = 1, *, compiles_well: bool = False) -> None:
        """``compiles_well`` is for measuring: it starts more slowly, and is then faster."""
        self._compiles_well = compiles_well
        self._jars = jars()
        self._folder = Path(tempfile.mkdtemp(prefix="opensearch-"))
        self.ports = [_free_port() for _ in range(count)]
        self._transport = [_free_port() for _ in range(count)]
        self._running: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def url(self) -> str:
        """The addresses of all nodes, as ``SEARCH_URL`` has them; the index's name is to follow."""
        return "http://" + ",".join(f"127.0.0.1:{port}" for port in self.ports)

    def __enter__(self) -> Nodes:
        try:
            for number in range(len(self.ports)):
                self.start(number)
            for number in range(len(self.ports)):
                self.wait(number)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        for number in list(self._running):
            self.kill(number)
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self, number: int) -> None:
        """Start a node, or start it again with the files that it had."""
        home = self._folder / str(number)
        (home / "config").mkdir(parents=True, exist_ok=True)
        settings = {
            "path.home": home,
            "cluster.name": "tests",
            "node.name": f"node-{number}",
            "network.host": "127.0.0.1",
            "http.port": self.ports[number],
            "transport.port": self._transport[number],
            "transport.type": "netty4",
            "http.type": "netty4",
            # The disk of a machine that runs tests may be nearly full.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            # The simple collector of garbage lets the heap fill up, which is no lack of memory.
            "indices.breaker.total.use_real_memory": "false",
        }
        if len(self.ports) == 1:
            settings["discovery.type"] = "single-node"
        else:
            seeds = ",".join(f"127.0.0.1:{port}" for port in self._transport)
            names = ",".join(f"node-{each}" for each in range(len(self.ports)))
            settings["discovery.seed_hosts"] = seeds
            settings["cluster.initial_cluster_manager_nodes"] = names
        command = [
            "java",
            "-Xms128m",
            f"-Xmx{HEAP}",
            "-XX:+UseSerialGC",
            *(() if self._compiles_well else ("-XX:TieredStopAtLevel=1",)),
            "-cp",
            f"{self._jars}:{self._jars}/*",
            "OpenSearchNode",
            *(f"{name}={value}" for name, value in settings.items()),
        ]
        with (home / "log").open("ab") as log:
            self._running[number] = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT
            )

    def wait(self, number: int) -> None:
        """Until a node answers and knows all that run. Raises NoOpenSearchError."""
        address = f"http://127.0.0.1:{self.ports[number]}/_cluster/health"
        end = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < end:
            if self._running[number].poll() is not None:
                break
            try:
                with urllib.request.urlopen(address, timeout=5) as answer:
                    if json.load(answer)["number_of_nodes"] == len(self._running):
                        return
            except OSError:
                pass
            time.sleep(0.1)
        log = (self._folder / str(number) / "log").read_text(errors="replace")
        raise NoOpenSearchError(f"OpenSearch does not start:\n{log[-4000:]}")

    def processor_seconds(self) -> float:
        """The processor time that the nodes which run have taken so far."""
        ticks = 0
        for process in self._running.values():
            stat = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(stat[11]) + int(stat[12])  # user and system
        return ticks / os.sysconf("SC_CLK_TCK")

    def files_with(self, text: bytes) -> list[Path]:
        """The files of indexes that hold some bytes."""
        files = (path for path in self._folder.rglob("indices/**/*") if path.is_file())
        return [path for path in files if text in path.read_bytes()]

    def kill(self, number: int) -> None:
        """End a node as a failure of its machine would."""
        process = self._running.pop(number)
        process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()


def jars() -> Path:
    """The folder of the jars and of the compiled launcher. Raises NoOpenSearchError."""
    sources = [HERE / "pom.xml", HERE / "OpenSearchNode.java"]
    digest = hashlib.sha256(b"".join(each.read_bytes() for each in sources)).hexdigest()[:12]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "news-archive-tests" / f"opensearch-{digest}"
    if folder.is_dir():
        return folder
    for program in ("java", "javac", "mvn"):
        if shutil.which(program) is None:
            raise NoOpenSearchError(f"{program} is missing: install maven and a JDK of Java 17.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent))
    copy = "dependency:copy-dependencies"
    fetching = ["mvn", "-q", "-B", "-f", str(sources[0]), copy, f"-DoutputDirectory={draft}"]
    compiling = ["javac", "-d", str(draft), "-cp", f"{draft}/*", str(sources[1])]
    try:
        for command in (fetching, compiling):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise NoOpenSearchError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
        draft.rename(folder)
    except OSError:
        if not folder.is_dir():  # otherwise another process was faster
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
