"""The database: SQLite by default; the only room that knows SQL."""
