"""Why somebody was blocked."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("users", sa.Column("block_reason", sa.Text()))


def downgrade() -> None:
    op.drop_column("users", "block_reason")
