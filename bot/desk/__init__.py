"""The desk: where staff review what the bot could not settle."""

from __future__ import annotations

from bot.desk.app import build_desk
from bot.desk.context import Desk, Directory
from bot.desk.news import DeskNews

__all__ = ["Desk", "DeskNews", "Directory", "build_desk"]
