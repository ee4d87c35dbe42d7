"""versions of content entries, and proposals of several changes that belong together"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("content_proposals", sa.Column("more", sa.JSON(), nullable=True))
    op.create_table(
        "content_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("section", sa.String(length=20), nullable=False),
        sa.Column("intent", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_versions")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_content_versions_entry", "content_versions", ["intent", "section", "scope"])


def downgrade() -> None:
    op.drop_table("content_versions")
    op.drop_column("content_proposals", "more")
