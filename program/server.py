import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI


class PortTaken(Exception):
    """One sentence for the operator."""


class Server(uvicorn.Server):
    """uvicorn, but with the signals left to us: it would raise SIGTERM again when it is done."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def create_server(app: FastAPI, *, grace_seconds: int) -> Server:
    return Server(
        uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=grace_seconds,
        )
    )


def listen(host: str, port: int) -> socket.socket:
    """Ourselves, because uvicorn would end the whole program where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise PortTaken(f"Cannot listen on {host}:{port}: {error.strerror}.") from error
