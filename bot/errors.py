"""Every exception of ours, drawn as one tree.

AmtsboteError
├── SettingsError               the operator must change a setting
├── ContentError                the administrator must mend a file
├── TrainingError               nothing could be learnt from the examples
├── StoreError                  the database cannot be used
│   └── StoreBusy               … for the moment: try again
└── ChannelError                a message did not reach the platform
    ├── ChannelUnavailable      … for the moment: try again
    └── CitizenUnreachable      … and never will: blocked, gone
"""

from __future__ import annotations


class AmtsboteError(Exception):
    """Something that a person has to know, in words for that person."""


class SettingsError(AmtsboteError):
    """A setting is missing, unknown or wrong; the text names it."""


class ContentError(AmtsboteError):
    """Content files cannot be used; the text lists every problem as `file:line: text`."""


class TrainingError(AmtsboteError):
    """The process that learns from the examples failed; the text says how."""


class StoreError(AmtsboteError):
    """The database cannot be used."""


class StoreBusy(StoreError):
    """The database is locked or its disk is full; the same call may succeed later."""


class ChannelError(AmtsboteError):
    """A message did not reach the platform."""


class ChannelUnavailable(ChannelError):
    """The platform cannot be reached or asks to wait; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class CitizenUnreachable(ChannelError):
    """The platform refuses this message for good."""
