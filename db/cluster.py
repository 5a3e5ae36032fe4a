"""The files of a PostgreSQL of our own, and what can be done with its programs."""

import pwd
import re
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import psutil

PORT = "5432"
"""Part of the socket's name; given to every program, because each would look at PGPORT."""

SERVER_OPTIONS = f"-h '' -k . -p {PORT}"
"""No TCP; the socket lies among the files, where only their owner may enter. Being relative, it
needs no quoting in the shell that pg_ctl calls."""

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
