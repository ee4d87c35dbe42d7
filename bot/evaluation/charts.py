"""Charts as inline SVG: no script, readable in print, with a title for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, EDGE = 460, 300, 40
BAR, GAP, LABEL = 18, 8, 190
INK, GRID, FILL = "#1b2733", "#b8c2cc", "#1f5f99"


def bars(title: str, rows: Sequence[tuple[str, float, int]]) -> str:
    """A horizontal bar for each (label, share from 0 to 1, number)."""
    height = len(rows) * (BAR + GAP) + GAP
    scale = WIDTH - LABEL - 90
    parts = []
    for i, (label, share, number) in enumerate(rows):
        y = GAP + i * (BAR + GAP)
        length = max(1.0, share * scale)
        parts.append(
            f'<text x="{LABEL - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>'
            f'<rect x="{LABEL}" y="{y}" width="{length:.1f}" height="{BAR}" fill="{FILL}"/>'
            f'<text x="{LABEL + length + 6:.1f}" y="{y + 14}">{percent(share)} ({number})</text>'
        )
    return _svg(title, height, parts)


def curve(title: str, points: Sequence[tuple[float, float]], across: str, up: str, diagonal: bool = False) -> str:
    """A line through (x, y), both from 0 to 1; with the diagonal as what would be ideal."""
    parts = [_axes(across, up)]
    if diagonal:
        parts.append(f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="{GRID}" stroke-dasharray="4 4" fill="none"/>')
    if points:
        path = "L".join(f"{_x(x):.1f} {_y(y):.1f}" for x, y in points)
        parts.append(f'<path d="M{path}" stroke="{FILL}" stroke-width="2" fill="none"/>')
    parts += [f'<circle cx="{_x(x):.1f}" cy="{_y(y):.1f}" r="3" fill="{FILL}"/>' for x, y in points]
    return _svg(title, HEIGHT, parts)


def percent(share: float | None) -> str:
    """A share as Germans write it, "–" for none."""
    return "–" if share is None else f"{share * 100:.1f} %".replace(".", ",")


def _axes(across: str, up: str) -> str:
    lines = []
    for tenth in range(0, 11, 2):
        at = tenth / 10
        lines.append(
            f'<path d="M{_x(at)} {_y(0)}V{_y(1)}M{_x(0)} {_y(at)}H{_x(1)}" stroke="{GRID}" stroke-width="0.5"/>'
            f'<text x="{_x(at)}" y="{_y(0) + 14}" text-anchor="middle">{tenth * 10}</text>'
            f'<text x="{_x(0) - 6}" y="{_y(at) + 4}" text-anchor="end">{tenth * 10}</text>'
        )
    lines.append(f'<text x="{_x(0.5)}" y="{HEIGHT - 4}" text-anchor="middle">{escape(across)}</text>')
    lines.append(f'<text x="{EDGE}" y="12">{escape(up)}</text>')
    return "".join(lines)


def _x(share: float) -> float:
    return EDGE + share * (WIDTH - 2 * EDGE)


def _y(share: float) -> float:
    return HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE - 10)


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" fill="{INK}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
