"""Hands forwards to offices' own systems."""
