"""Text to intents, with confidence."""
