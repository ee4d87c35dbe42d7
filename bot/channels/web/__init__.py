"""The web chat: pages, the interface behind them and the script for a town's own website."""

from __future__ import annotations

from bot.channels.web.app import build_web
from bot.channels.web.news import News

__all__ = ["News", "build_web"]
