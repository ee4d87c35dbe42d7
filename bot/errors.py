"""Every exception of ours, drawn as one tree.

AmtsboteError
├── SettingsError               the operator must change a setting
├── ContentError                the administrator must mend a file
├── TrainingError               nothing could be learnt from the examples
├── StoreError                  the database cannot be used
│   └── StoreBusy               … for the moment: try again
├── ChannelError                a message did not reach the platform
│   ├── ChannelUnavailable      … for the moment: try again
│   └── CitizenUnreachable      … and never will: blocked, gone
└── DeliveryError               a mail or request did not reach its recipient
    ├── DeliveryUnavailable     … for the moment, or nobody knows: try again
    └── DeliveryRefused         … and never will: no such mailbox, not accepted
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


class DeliveryError(AmtsboteError):
    """A mail, or a request to an office's system, did not reach its recipient; `code` is for logs and the desk.

    The code is the server's ("550 5.1.1", "HTTP 422") or a word of ours ("timeout"), never an address or a text.
    """

    def __init__(self, code: str, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after


class DeliveryUnavailable(DeliveryError):
    """Not accepted for the moment, or nobody knows whether it was; `retry_after` is in seconds."""


class DeliveryRefused(DeliveryError):
    """Refused for good."""
