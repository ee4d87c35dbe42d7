"""Reads and checks the files that administrators edit."""
