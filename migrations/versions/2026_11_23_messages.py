"""Messages: reminders, announcements, notices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"

WHEN = sa.DateTime(timezone=True)
CARDS = "uq_announcements_card"


def upgrade() -> None:
    end_deliveries()
    add_announcements()
    add_questions()
    add_reminders()
    remember_former_marks()


def downgrade() -> None:
    forget_former_marks()
    op.drop_table("questions")
    drop_reminders()
    drop_announcements()
    do_not_end_deliveries()


def add_announcements() -> None:
    """By the system and by services there are some too; only ever null where nobody wrote."""
    nullable = "ALTER TABLE announcements ALTER COLUMN author_id DROP NOT NULL"
    op.execute(f"-- squawk-ignore ban-drop-not-null\n{nullable}")
    op.add_column(
        "announcements",
        sa.Column("is_card", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "announcements",
        sa.Column("edition", sa.BigInteger(), server_default="0", nullable=False),
    )
    for column in ("edited_at", "started_at", "ended_at"):
        op.add_column("announcements", sa.Column(column, WHEN))
    # The table is empty: until now nothing wrote to it.
    op.execute(
        "-- squawk-ignore require-concurrent-index-creation\n"
        f"CREATE UNIQUE INDEX {CARDS} ON announcements (course_id, send_at) WHERE is_card"
    )


def drop_announcements() -> None:
    op.drop_index(CARDS, "announcements")
    for column in ("ended_at", "started_at", "edited_at", "edition", "is_card"):
        op.drop_column("announcements", column)
    op.execute("DELETE FROM deliveries WHERE announcement_id IS NOT NULL")
    op.execute("DELETE FROM announcements WHERE author_id IS NULL")
    op.alter_column("announcements", "author_id", nullable=False)


def end_deliveries() -> None:
    op.add_column("deliveries", sa.Column("settled_at", WHEN))
    op.add_column("deliveries", sa.Column("repeat_until", WHEN))
    op.execute(
        "UPDATE deliveries SET settled_at = coalesce(claimed_at, due_at)"
        " WHERE status NOT IN ('pending', 'sending')"
    )
    op.create_index(
        "ix_deliveries_settled_at",
        "deliveries",
        ["settled_at"],
        postgresql_where=sa.text("settled_at IS NOT NULL"),
    )
    op.create_index(
        "ix_deliveries_undelivered",
        "deliveries",
        ["due_at"],
        postgresql_where=sa.text("status IN ('unknown', 'dead')"),
    )
    op.create_table(
        "leaders",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_leaders_one_row")),
        sa.PrimaryKeyConstraint("id", name="pk_leaders"),
    )


def do_not_end_deliveries() -> None:
    op.drop_table("leaders")
    op.drop_index("ix_deliveries_undelivered", table_name="deliveries")
    op.drop_index("ix_deliveries_settled_at", table_name="deliveries")
    op.drop_column("deliveries", "repeat_until")
    op.drop_column("deliveries", "settled_at")


def add_reminders() -> None:
    op.add_column("lessons", sa.Column("timed_at", WHEN))
    op.add_column(
        "reminder_rules",
        sa.Column("created_at", WHEN, server_default=sa.func.now(), nullable=False),
    )
    # Courses from before there were reminders have those that a new one begins with.
    op.execute(
        "INSERT INTO reminder_rules (course_id, before)"
        " SELECT id, usual FROM courses, unnest(ARRAY[interval '24:00', interval '1:00']) AS usual"
        " WHERE NOT EXISTS (SELECT FROM reminder_rules WHERE course_id = courses.id)"
    )


def drop_reminders() -> None:
    op.drop_column("reminder_rules", "created_at")
    op.drop_column("lessons", "timed_at")


def add_questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                *("open", "answered", "closed", "withdrawn"),
                name="questionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.BigInteger()),
        sa.Column("settled_at", WHEN),
        sa.Column("created_at", WHEN, server_default=sa.func.now(), nullable=False),
        sa.CheckConstraint("(status = 'open') = (settled_at IS NULL)", name="settled_unless_open"),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=f"fk_questions_{column}_{table}"
            )
            for column, table in (
                ("course_id", "courses"),
                ("user_id", "users"),
                ("settled_by", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
    )
    for column in ("course_id", "settled_by"):
        op.create_index(f"ix_questions_{column}", "questions", [column])
    op.create_index("ix_questions_user_id_created_at", "questions", ["user_id", "created_at"])
    op.create_index(
        "ix_questions_open",
        "questions",
        ["course_id"],
        postgresql_where=sa.text("status = 'open'"),
    )


def remember_former_marks() -> None:
    op.add_column("attendance", sa.Column("written_at", WHEN))
    op.add_column("attendance", sa.Column("former", JSONB()))


def forget_former_marks() -> None:
    op.drop_column("attendance", "former")
    op.drop_column("attendance", "written_at")
