"""Our own HTTP side alone, without Telegram: ``python -m benchmarks.served PORT``."""

import os
import sys
from zoneinfo import ZoneInfo

import uvicorn

from api.app import create_app
from api.limits import Limits
from api.parts import Parts
from db.session import create_engine, create_reading, create_transaction
from domain.campus import Campus
from domain.clock import utc_now
from domain.tokens import Signer
from program.running import spare_the_collector

BOT_TOKEN = "42:BENCH"  # noqa: S105 - of no bot


class NoLimits(Limits):
    """They are for people and services, not for measuring."""

    def hit(self, *_: object) -> None: ...

    def ensure_room(self, *_: object) -> None: ...


def main(port: int) -> None:
    engine = create_engine(os.environ["DATABASE_URL"])
    signer = Signer([b"a key"], bot_id=42, bot_name="example_bot")
    parts = Parts(
        transaction=create_transaction(engine),
        reading=create_reading(engine),
        clock=utc_now,
        campus=Campus(ZoneInfo("Europe/Moscow"), "ru"),
        bot_token=BOT_TOKEN,
        limits=NoLimits(),
        signer=lambda: signer,
    )
    app = create_app({}, parts)
    spare_the_collector()
    uvicorn.run(app, port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
