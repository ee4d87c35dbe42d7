"""Amtsbote: answers citizens' direct messages to public bodies."""
