"""When the schedule had a lesson that was moved by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("lessons", sa.Column("planned_at", sa.DateTime(timezone=True)))
    # So far nobody could add a lesson by hand, nor move one.
    op.execute("UPDATE lessons SET planned_at = starts_at")


def downgrade() -> None:
    op.drop_column("lessons", "planned_at")
