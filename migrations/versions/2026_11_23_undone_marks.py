"""Marks that were taken back, found by the entries that say so."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index(
        "ix_logs_undone",
        "logs",
        ["entity_id"],
        postgresql_where=sa.text("action = 'undo_attendance'"),
    )


def downgrade() -> None:
    op.drop_index("ix_logs_undone", table_name="logs")
