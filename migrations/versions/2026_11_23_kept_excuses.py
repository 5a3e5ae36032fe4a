"""What is needed to undo a check-in wholly, and by what a failed one was tried."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

SOURCES = "'room_code', 'pass', 'roster', 'api', 'self'"


def upgrade() -> None:
    op.add_column("attendance", sa.Column("excuse", sa.Text()))
    op.add_column("scan_attempts", sa.Column("source", sa.String(32)))
    constraint = "ck_scan_attempts_attendancesource"
    # Validated at once, because the new column is empty.
    op.execute(
        f"ALTER TABLE scan_attempts ADD CONSTRAINT {constraint} "
        f"CHECK (source IN ({SOURCES})) NOT VALID"
    )
    op.execute(
        "-- squawk-ignore constraint-missing-not-valid\n"
        f"ALTER TABLE scan_attempts VALIDATE CONSTRAINT {constraint}"
    )


def downgrade() -> None:
    op.drop_column("scan_attempts", "source")
    op.drop_column("attendance", "excuse")
