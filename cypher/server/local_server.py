"""Starts and stops a real Neo4j Community server of one's own folder, from Maven artifacts.

`python -m cypher.server.local_server start` (or `stop`) works on the folder .neo4j/ of the current folder.
Nothing here is needed to use a server that is already there.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

HERE = Path(__file__).parent
START_SECONDS = 120.0
_PAUSE_SECONDS = 0.1
# Java 17 closes these to Neo4j unless told otherwise; the list is the official start script's.
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_SERVER = "org.neo4j.server.CommunityEntryPoint"
# linux/prctl.h
_PR_SET_PDEATHSIG = 1
_ADMIN = "org.neo4j.cli.AdminTool"


class ServerError(RuntimeError):
    """The local server cannot be prepared or does not start; the message says what to do."""


def missing_tools() -> str:
    """Return which of the programs that a local server needs are missing, empty when none is."""
    missing = [program for program in ("java", "mvn") if shutil.which(program) is None]
    return f"{' and '.join(missing)} not found (Java 17 or later and Maven are needed)" if missing else ""


def artifacts(folder: Path) -> Path:
    """Return a folder with the server's jars, fetched by Maven once into its cache and copied from there.

    folder: where they go; it is filled again when pom.xml changes. Raises ServerError when Maven fails.
    """
    pom = HERE / "pom.xml"
    stamp, wanted = folder / "pom.sha256", hashlib.sha256(pom.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return folder
    if missing := missing_tools():
        raise ServerError(missing)
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder.resolve()}"]
    done = subprocess.run(
        ["mvn", "-q", "-B", "-f", str(pom), *goal],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise ServerError(f"Maven cannot fetch Neo4j's jars: {done.stdout.strip()[-500:]}")
    stamp.write_text(wanted, encoding="utf-8")
    return folder


def free_port() -> int:
    """Return a port of the loopback address on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def private_file(path: Path, text: str) -> None:
    """Write a file that only its owner may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 # Path.open cannot set the mode at creation
        file.write(text)


def kept_password(path: Path) -> str:
    """Return the password in this file (mode 600), made by chance when the file is not there yet."""
    if not path.is_file():
        # Hexadecimal: a password that begins with a hyphen would be taken for an option.
        private_file(path, secrets.token_hex(16))
    return path.read_text(encoding="utf-8").strip()


def _end_with_parent() -> None:
    """Ask Linux to end this process when its parent ends, also when that one is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class LocalServer:
    """One server with its own folder, ports and password; a context manager that always stops it.

    home: its folder. jars: what `artifacts` returned. bolt_port, http_port: where it listens on 127.0.0.1.
    java_options: further options of its Java.
    """

    home: Path
    jars: Path
    bolt_port: int
    http_port: int
    password: str
    java_options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def prepared(cls, home: Path, jars: Path, java_options: tuple[str, ...] = ()) -> LocalServer:
        """Return a server on free ports with a password of its own, not yet started."""
        password = kept_password(home / "password")
        server = cls(home.resolve(), jars.resolve(), free_port(), free_port(), password, java_options)
        server.configure()
        if not (server.home / "data" / "dbms").exists():
            server.admin("dbms", "set-initial-password", password)
        return server

    @property
    def url(self) -> str:
        """The Bolt address."""
        return f"bolt://localhost:{self.bolt_port}"

    @property
    def browser_url(self) -> str:
        """The address of Neo4j Browser."""
        return f"http://localhost:{self.http_port}/browser/"

    def configure(self, more: str = "") -> None:
        """Write the configuration with this server's ports, and more lines if given."""
        ports = (
            f"server.bolt.listen_address=:{self.bolt_port}\n"
            # Without the advertised address the Browser is told the wrong port.
            f"server.bolt.advertised_address=localhost:{self.bolt_port}\n"
            f"server.http.listen_address=:{self.http_port}\n"
            f"server.http.advertised_address=localhost:{self.http_port}\n"
        )
        for folder in ("conf", "import", "logs"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        text = (HERE / "neo4j.conf").read_text(encoding="utf-8") + ports + more
        (self.home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")

    def _java(self) -> list[str]:
        opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED]
        return [*self.java_options, "-cp", f"{self.jars}/*", *opened]

    def admin(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run neo4j-admin with these arguments while the server is stopped.

        They go through a private file, because a password is among them. Raises ServerError when it fails.
        """
        file = self.home / "conf" / "admin.arguments"
        lines = [*self._java(), "-Dfile.encoding=UTF-8", _ADMIN, *arguments]
        private_file(file, "\n".join(json.dumps(line) for line in lines))
        environment = {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        try:
            done = subprocess.run(
                ["java", f"@{file}"],
                env=environment,
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
            )
        finally:
            file.unlink()
        if check and done.returncode:
            raise ServerError(
                f"neo4j-admin {arguments[0]} failed: {(done.stderr or done.stdout).strip()[-800:]}"
            )
        return done

    def launch(self, outlive: bool = False) -> None:
        """Start the server's process without waiting for it.

        outlive: let it go on when this process ends; else Linux ends it then, however this process ends.
        """
        command: Sequence[str] = [
            "java",
            *self._java(),
            "-Xmx1g",
            "-Dfile.encoding=UTF-8",
            _SERVER,
            f"--home-dir={self.home}",
            f"--config-dir={self.home / 'conf'}",
        ]
        with (self.home / "logs" / "console.log").open("ab") as console:
            self.process = subprocess.Popen(
                command,
                stdout=console,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=None if outlive else _end_with_parent,
            )

    def start(self, outlive: bool = False) -> None:
        """Start the server and wait until it answers. Raises ServerError when it does not."""
        self.launch(outlive)
        self.wait()

    def wait(self) -> None:
        """Wait until the launched server answers. Raises ServerError when it does not."""
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process is not None and self.process.poll() is not None:
                raise ServerError(f"Neo4j did not start: see {self.home / 'logs' / 'console.log'}")
            if time.monotonic() > deadline:
                self.stop()
                raise ServerError(
                    f"Neo4j does not answer after {START_SECONDS:.0f} s: see {self.home / 'logs'}"
                )
            time.sleep(_PAUSE_SECONDS)

    def answers(self) -> bool:
        """Return whether the server is up; its HTTP side starts after Bolt."""
        try:
            with urllib.request.urlopen(f"http://localhost:{self.http_port}/", timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """End the server as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the server in good order."""
        self._end(signal.SIGTERM)

    def _end(self, with_signal: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(with_signal)
            self.process.wait()
            self.process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _is_server(process: int, home: Path) -> bool:
    """Return whether this process is the server of this folder, and not one that got its number later."""
    shown = subprocess.run(
        ["ps", "-o", "args=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return _SERVER in shown.stdout and str(home) in shown.stdout


def _running(home: Path) -> dict[str, int] | None:
    try:
        state = json.loads((home / "server.json").read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        return None
    return state if _is_server(state["process"], home) else None


def _say(bolt: int, http: int, password: Path) -> None:
    """Say on stdout how to reach the server; the password itself is shown nowhere."""
    sys.stdout.write(
        f"Neo4j answers.\n"
        f"  Browser   http://localhost:{http}/browser/ (user neo4j, password in {password})\n"
        f'  load      export NEO4J_PASSWORD="$(cat {password})"\n'
        f"            zonegraph load build/graph.json --store bolt://localhost:{bolt}\n"
        f"  stop      make neo4j-stop\n"
    )


def _compose(ports: tuple[int, int], *arguments: str) -> None:
    environment = {**os.environ, "NEO4J_BOLT_PORT": str(ports[0]), "NEO4J_HTTP_PORT": str(ports[1])}
    done = subprocess.run(["docker", "compose", *arguments], env=environment, check=False)
    if done.returncode:
        raise ServerError("docker compose failed: see above; else install Java 17 or later and Maven")


def start_with_docker(folder: Path) -> None:
    """Start the server of compose.yaml with a password of its own and say how to reach it."""
    password = kept_password(folder / "home" / "password")
    private_file(folder / "auth", f"neo4j/{password}")
    state = folder / "docker.json"
    ports = tuple(json.loads(state.read_text(encoding="utf-8"))) if state.is_file() else ()
    bolt, http = ports if len(ports) == 2 else (free_port(), free_port())
    _compose((bolt, http), "up", "--detach", "--wait")
    state.write_text(json.dumps([bolt, http]), encoding="utf-8")
    _say(bolt, http, folder.resolve() / "home" / "password")


def start_in_background(folder: Path) -> None:
    """Start the server of this folder, unless it runs, and say on stdout how to reach it."""
    missing = missing_tools()
    if missing and shutil.which("docker"):
        start_with_docker(folder)
        return
    if missing:
        raise ServerError(f"{missing}, and no Docker either: install one of them")
    home = (folder / "home").resolve()
    state = _running(home)
    if state is None:
        server = LocalServer.prepared(home, artifacts(folder / "lib"))
        server.start(outlive=True)
        assert server.process is not None
        state = {"process": server.process.pid, "bolt": server.bolt_port, "http": server.http_port}
        (home / "server.json").write_text(json.dumps(state), encoding="utf-8")
    _say(state["bolt"], state["http"], home / "password")


def stop_in_background(folder: Path) -> None:
    """Stop the server that `start_in_background` started in this folder; its data stays."""
    docker = folder / "docker.json"
    if docker.is_file():
        bolt, http = json.loads(docker.read_text(encoding="utf-8"))
        _compose((bolt, http), "down")
        docker.unlink()
    home = (folder / "home").resolve()
    state = _running(home)
    if state is None:
        sys.stdout.write("No Neo4j of this folder is running.\n")
        return
    os.kill(state["process"], signal.SIGTERM)
    while _is_server(state["process"], home):
        time.sleep(_PAUSE_SECONDS)
    (home / "server.json").unlink()
    sys.stdout.write("Neo4j has stopped.\n")


if __name__ == "__main__":
    try:
        {"start": start_in_background, "stop": stop_in_background}[sys.argv[1]](Path(".neo4j"))
    except ServerError as failure:
        sys.exit(str(failure))
