"""Shows and measures what the bot would do, without storing or sending."""
