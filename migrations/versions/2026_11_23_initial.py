"""Everything there is at first."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

# One statement each: asyncpg takes no more at once.
REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
KEEP_ROWS = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
KEEP_TABLE = """
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
APPEND_ONLY = ("logs", "point_entries")


def upgrade() -> None:
    op.execute("CREATE SEQUENCE waitlist_places")
    op.create_table(
        "dialog_states",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text()),
        sa.Column("data", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("album_id", sa.Text()),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("chat_id", "user_id", name="pk_dialog_states"),
    )
    op.create_table(
        "handled_updates",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "handled_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name="pk_handled_updates"),
    )
    op.create_index("ix_handled_updates_handled_at", "handled_updates", ["handled_at"])
    op.create_table(
        "holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_holidays"),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.BigInteger()),
        sa.Column("answer", postgresql.JSONB()),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("owner", "key", name="pk_idempotency_keys"),
    )
    op.create_table(
        "pending_starts",
        sa.Column("telegram_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "enroll",
                "accept_invite",
                name="act",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.BigInteger(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consented_to", sa.Text()),
        sa.Column("consented_at", sa.DateTime(timezone=True)),
        sa.Column("full_name", sa.Text()),
        sa.PrimaryKeyConstraint("telegram_id", name="pk_pending_starts"),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.BigInteger(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger()),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("study_group", sa.Text()),
        sa.Column("email", sa.Text()),
        sa.Column(
            "role",
            sa.Enum(
                "participant",
                "host",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.Text()),
        sa.Column("timezone", sa.Text()),
        sa.Column("reminders_on", sa.Boolean(), nullable=False),
        sa.Column("news_on", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_to", sa.Time(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True)),
        sa.Column("blocked_at", sa.DateTime(timezone=True)),
        sa.Column("erased_at", sa.DateTime(timezone=True)),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email", name="uq_users_email"),
        sa.UniqueConstraint("public_id", name="uq_users_public_id"),
        sa.UniqueConstraint("telegram_id", name="uq_users_telegram_id"),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("course_ids", postgresql.ARRAY(sa.BIGINT())),
        sa.Column("created_by", sa.BigInteger()),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name="fk_api_tokens_created_by_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_api_tokens_token_hash"),
    )
    op.create_table(
        "banners",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.Text()),
        sa.Column("uploaded_by", sa.BigInteger()),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["users.id"], name="fk_banners_uploaded_by_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_banners"),
    )
    op.create_table(
        "calendar_tokens",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_calendar_tokens_user_id_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_tokens_token_hash"),
    )
    op.create_index("ix_calendar_tokens_user_id", "calendar_tokens", ["user_id"])
    op.create_table(
        "consents",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_consents_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index(
        "uq_consents_user_id_given",
        "consents",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "web_sessions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_web_sessions_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_web_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_web_sessions_token_hash"),
    )
    op.create_index("ix_web_sessions_user_id", "web_sessions", ["user_id"])
    op.create_table(
        "courses",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("banner_url", sa.Text()),
        sa.Column("banner_id", sa.BigInteger()),
        sa.Column("schedule", postgresql.JSONB(), nullable=False),
        sa.Column("is_from_misis", sa.Boolean(), nullable=False),
        sa.Column("start_date", sa.Date()),
        sa.Column("end_date", sa.Date()),
        sa.Column("points_per_visit", sa.BigInteger(), nullable=False),
        sa.Column(
            "access_level",
            sa.Enum(
                "participant",
                "host",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("capacity", sa.BigInteger()),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "published",
                "finished",
                "archived",
                name="coursestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("location", sa.Text()),
        sa.Column("online_url", sa.Text()),
        sa.Column("enroll_until", sa.DateTime(timezone=True)),
        sa.Column("leave_until", sa.DateTime(timezone=True)),
        sa.Column("announce_at", sa.DateTime(timezone=True)),
        sa.Column("opens_before", sa.Interval(), nullable=False),
        sa.Column("late_after", sa.Interval(), nullable=False),
        sa.Column("completion_percent", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("online_url ~ '^https?://'", name=op.f("ck_courses_online_url_opens")),
        sa.CheckConstraint(
            "completion_percent BETWEEN 0 AND 100", name=op.f("ck_courses_completion_is_a_share")
        ),
        sa.CheckConstraint("end_date >= start_date", name=op.f("ck_courses_ends_after_start")),
        sa.CheckConstraint("points_per_visit >= 0", name=op.f("ck_courses_points_not_negative")),
        sa.CheckConstraint(
            "taken BETWEEN 0 AND coalesce(capacity, taken)", name=op.f("ck_courses_taken_fits")
        ),
        sa.ForeignKeyConstraint(
            ["banner_id"], ["banners.id"], name="fk_courses_banner_id_banners"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_courses"),
        sa.UniqueConstraint("public_id", name="uq_courses_public_id"),
    )
    op.create_table(
        "logs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("token_id", sa.BigInteger()),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.BigInteger(), nullable=False),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_id"], ["api_tokens.id"], name="fk_logs_token_id_api_tokens"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_logs_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_logs"),
    )
    op.create_index("ix_logs_entity_entity_id", "logs", ["entity", "entity_id"])
    op.create_index("ix_logs_timestamp", "logs", ["timestamp"])
    op.create_index("ix_logs_user_id", "logs", ["user_id"])
    op.create_table(
        "announcements",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.BigInteger()),
        sa.Column("audience", postgresql.JSONB(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "scheduled",
                "sending",
                "sent",
                "stopped",
                "recalled",
                name="announcementstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("send_at", sa.DateTime(timezone=True)),
        sa.Column("for_late_joiners_until", sa.DateTime(timezone=True)),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name="fk_announcements_author_id_users"
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name="fk_announcements_course_id_courses"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_announcements"),
    )
    op.create_index("ix_announcements_author_id", "announcements", ["author_id"])
    op.create_index("ix_announcements_course_id", "announcements", ["course_id"])
    op.create_table(
        "course_mutes",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name="fk_course_mutes_course_id_courses"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_course_mutes_user_id_users"),
        sa.PrimaryKeyConstraint("user_id", "course_id", name="pk_course_mutes"),
    )
    op.create_index("ix_course_mutes_course_id", "course_mutes", ["course_id"])
    op.create_table(
        "course_staff",
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "manager",
                "host",
                "assistant",
                name="staffpart",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name="fk_course_staff_course_id_courses"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_course_staff_user_id_users"),
        sa.PrimaryKeyConstraint("course_id", "user_id", name="pk_course_staff"),
    )
    op.create_index("ix_course_staff_user_id", "course_staff", ["user_id"])
    op.create_table(
        "enrollments",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "registered",
                "waitlisted",
                "completed",
                "expelled",
                "cancelled",
                name="enrollmentstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("waitlist_place", sa.BigInteger()),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(status = 'waitlisted') = (waitlist_place IS NOT NULL)",
            name=op.f("ck_enrollments_place_while_waiting"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name="fk_enrollments_course_id_courses"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_enrollments_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_enrollments"),
        sa.UniqueConstraint("user_id", "course_id", name="uq_enrollments_user_id_course_id"),
    )
    op.create_index("ix_enrollments_course_id_status", "enrollments", ["course_id", "status"])
    op.create_index(
        "uq_enrollments_course_id_waitlist_place",
        "enrollments",
        ["course_id", "waitlist_place"],
        unique=True,
        postgresql_where=sa.text("waitlist_place IS NOT NULL"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("rating", sa.BigInteger(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_feedback_rating_in_stars")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name="fk_feedback_course_id_courses"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_feedback_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.UniqueConstraint("user_id", "course_id", name="uq_feedback_user_id_course_id"),
    )
    op.create_index("ix_feedback_course_id", "feedback", ["course_id"])
    op.create_table(
        "invites",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "participant",
                "host",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
        ),
        sa.Column(
            "part",
            sa.Enum(
                "manager",
                "host",
                "assistant",
                name="staffpart",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
        ),
        sa.Column("course_id", sa.BigInteger()),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("created_by", sa.BigInteger()),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("used_by", sa.BigInteger()),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(part IS NULL) = (course_id IS NULL)", name=op.f("ck_invites_part_in_a_course")
        ),
        sa.CheckConstraint(
            "(used_at IS NULL) = (used_by IS NULL)", name=op.f("ck_invites_used_by_somebody")
        ),
        sa.CheckConstraint(
            "num_nonnulls(role, part, user_id) = 1", name=op.f("ck_invites_one_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name="fk_invites_course_id_courses"
        ),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name="fk_invites_created_by_users"),
        sa.ForeignKeyConstraint(["used_by"], ["users.id"], name="fk_invites_used_by_users"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_invites_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_invites"),
        sa.UniqueConstraint("public_id", name="uq_invites_public_id"),
    )
    op.create_index("ix_invites_course_id", "invites", ["course_id"])
    op.create_index("ix_invites_created_by", "invites", ["created_by"])
    op.create_table(
        "lessons",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("location", sa.Text()),
        sa.Column("host_id", sa.BigInteger()),
        sa.Column(
            "status",
            sa.Enum(
                "scheduled",
                "cancelled",
                name="lessonstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("edited_at", sa.DateTime(timezone=True)),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        postgresql.ExcludeConstraint(
            (sa.column("course_id"), "="),
            (sa.column("starts_at"), "="),
            where=sa.text("status <> 'cancelled'"),
            deferrable="True",
            initially="DEFERRED",
            using="btree",
            name="ex_lessons_one_at_a_time",
        ),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(host_id, host_id, '[]')"), "&&"),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            where=sa.text("host_id IS NOT NULL AND status <> 'cancelled'"),
            deferrable="True",
            initially="DEFERRED",
            using="gist",
            name="ex_lessons_host_in_one_place",
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_lessons_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name="fk_lessons_course_id_courses"
        ),
        sa.ForeignKeyConstraint(["host_id"], ["users.id"], name="fk_lessons_host_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_lessons"),
        sa.UniqueConstraint("public_id", name="uq_lessons_public_id"),
    )
    op.create_index("ix_lessons_course_id", "lessons", ["course_id"])
    op.create_index("ix_lessons_starts_at", "lessons", ["starts_at"])
    op.create_table(
        "point_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name="fk_point_entries_course_id_courses"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_point_entries_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_point_entries"),
        sa.UniqueConstraint("source_key", name="uq_point_entries_source_key"),
    )
    op.create_index("ix_point_entries_course_id", "point_entries", ["course_id"])
    op.create_index("ix_point_entries_user_id", "point_entries", ["user_id"])
    op.create_table(
        "reminder_rules",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.Interval(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.CheckConstraint(
            "before > interval '0'", name=op.f("ck_reminder_rules_before_the_lesson")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name="fk_reminder_rules_course_id_courses"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_rules"),
        sa.UniqueConstraint("course_id", "before", name="uq_reminder_rules_course_id_before"),
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("enrollment_id", sa.BigInteger(), nullable=False),
        sa.Column("lesson_id", sa.BigInteger(), nullable=False),
        sa.Column("lesson_date", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "present",
                "late",
                "absent",
                "excused",
                name="attendancestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "is_attended",
            sa.Boolean(),
            sa.Computed(
                "status IN ('present', 'late')",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "room_code",
                "pass",
                "roster",
                "api",
                name="attendancesource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("marked_by", sa.BigInteger()),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollments.id"],
            name="fk_attendance_enrollment_id_enrollments",
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lessons.id"], name="fk_attendance_lesson_id_lessons"
        ),
        sa.ForeignKeyConstraint(["marked_by"], ["users.id"], name="fk_attendance_marked_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
        sa.UniqueConstraint(
            "enrollment_id", "lesson_id", name="uq_attendance_enrollment_id_lesson_id"
        ),
    )
    op.create_index("ix_attendance_lesson_id", "attendance", ["lesson_id"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "screen",
                "promoted",
                "waitlist_closed",
                name="deliverykind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "operation",
            sa.Enum(
                "send",
                "edit",
                "delete",
                "set_commands",
                name="deliveryoperation",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("address", sa.Text()),
        sa.Column("announcement_id", sa.BigInteger()),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dedup_key", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "sending",
                "sent",
                "unreachable",
                "skipped",
                "unknown",
                "dead",
                name="deliverystatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True)),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(status = 'sending') <= (claimed_at IS NOT NULL)", name=op.f("ck_deliveries_claimed")
        ),
        sa.CheckConstraint(
            "num_nonnulls(user_id, chat_id, address) = 1", name=op.f("ck_deliveries_one_addressee")
        ),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcements.id"],
            name="fk_deliveries_announcement_id_announcements",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_deliveries_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("dedup_key", name="uq_deliveries_dedup_key"),
    )
    op.create_index("ix_deliveries_announcement_id", "deliveries", ["announcement_id"])
    op.create_index(
        "ix_deliveries_pending",
        "deliveries",
        [sa.literal_column("urgent DESC"), "due_at"],
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "ix_deliveries_sending",
        "deliveries",
        ["claimed_at"],
        postgresql_where=sa.text("status = 'sending'"),
    )
    op.create_index("ix_deliveries_user_id", "deliveries", ["user_id"])
    op.create_table(
        "scan_attempts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("lesson_id", sa.BigInteger()),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lessons.id"], name="fk_scan_attempts_lesson_id_lessons"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_scan_attempts_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_scan_attempts"),
    )
    op.create_index("ix_scan_attempts_lesson_id", "scan_attempts", ["lesson_id"])
    op.create_index("ix_scan_attempts_user_id", "scan_attempts", ["user_id"])
    op.create_table(
        "screens",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("pairing_number", sa.Text()),
        sa.Column("lesson_id", sa.BigInteger()),
        sa.Column("paired_by", sa.BigInteger()),
        sa.Column("paired_at", sa.DateTime(timezone=True)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lessons.id"], name="fk_screens_lesson_id_lessons"
        ),
        sa.ForeignKeyConstraint(["paired_by"], ["users.id"], name="fk_screens_paired_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_screens"),
        sa.UniqueConstraint("pairing_number", name="uq_screens_pairing_number"),
        sa.UniqueConstraint("token_hash", name="uq_screens_token_hash"),
    )
    op.create_index("ix_screens_paired_by", "screens", ["paired_by"])
    op.execute(REFUSE_CHANGE)
    for table in APPEND_ONLY:
        op.execute(KEEP_ROWS.format(table=table))
        op.execute(KEEP_TABLE.format(table=table))


def downgrade() -> None:
    for table in (
        "screens",
        "scan_attempts",
        "deliveries",
        "attendance",
        "reminder_rules",
        "point_entries",
        "lessons",
        "invites",
        "feedback",
        "enrollments",
        "course_staff",
        "course_mutes",
        "announcements",
        "logs",
        "courses",
        "web_sessions",
        "consents",
        "calendar_tokens",
        "banners",
        "api_tokens",
        "users",
        "pending_starts",
        "idempotency_keys",
        "holidays",
        "handled_updates",
        "dialog_states",
    ):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change")
    op.execute("DROP SEQUENCE waitlist_places")
