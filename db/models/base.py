import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Enum, Identity, Interval, MetaData, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PrimaryKey = Annotated[int, mapped_column(Identity(), primary_key=True)]


def values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


def random_id() -> int:
    """63 bits: what links and codes name a thing by, so that nobody can count or guess."""
    return secrets.randbits(63)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        # Telegram's ids do not fit 32 bits, and neither may what people put into a URL.
        int: BigInteger(),
        str: Text(),
        datetime: DateTime(timezone=True),
        timedelta: Interval(),
        dict[str, Any]: JSONB(),
        list[dict[str, Any]]: JSONB(),
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=32,
            values_callable=values,
            create_constraint=True,
        ),
    }


class CreatedAtMixin:
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
