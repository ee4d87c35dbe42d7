"""A conversation as it is handed to the citizen it belongs to."""

from __future__ import annotations

from bot.core.desk import Thread


def as_file(thread: Thread) -> dict[str, object]:
    """Everything kept on the citizen, without who of the staff did what: that is not the citizen's data."""
    return {
        "organisation": thread.organisation,
        "channel": thread.channel,
        "messages": [
            {"at": t.at.isoformat(), "text": t.text, "kind": t.kind, "understood": list(t.understood)}
            for t in thread.turns
        ],
        "replies": [
            {"at": r.at.isoformat(), "text": r.text, "state": r.state, "by": "person" if r.staff else "bot"}
            for r in thread.replies
        ],
        "notes": [{"at": n.at.isoformat(), "text": n.text} for n in thread.notes],
        "waiting": [
            {
                "reference": e.reference,
                "reason": e.reason,
                "office": e.office,
                "created_at": e.created_at.isoformat(),
                "due_at": e.due_at.isoformat(),
                "closed_at": e.closed_at.isoformat() if e.closed_at else None,
            }
            for e in thread.escalations
        ],
    }
