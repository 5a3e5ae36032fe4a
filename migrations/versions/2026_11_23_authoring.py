"""Descriptions keep their formatting; what was imported is known again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "courses",
        sa.Column(
            "description_entities",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
    )
    op.add_column("courses", sa.Column("source_key", sa.Text(), nullable=True))
    op.create_unique_constraint("uq_courses_source_key", "courses", ["source_key"])


def downgrade() -> None:
    op.drop_constraint("uq_courses_source_key", "courses")
    op.drop_column("courses", "source_key")
    op.drop_column("courses", "description_entities")
