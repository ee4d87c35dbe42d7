"""Sends mails and reads those that come in."""
