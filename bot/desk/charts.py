"""Small charts as SVG: no script, no style of their own, readable as text."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT, BASE = 480, 120, 100
_BAR = Markup('<rect class="bar" x="{}" y="{}" width="{}" height="{}" rx="2"><title>{}: {}</title></rect>')


def bars(values: Sequence[tuple[str, int]], title: str) -> Markup:
    """One bar per value, every third labelled."""
    highest = max((count for _, count in values), default=0) or 1
    step = WIDTH / max(len(values), 1)
    parts = [Markup('<rect class="ground" x="0" y="{}" width="{}" height="1"/>').format(BASE, WIDTH)]
    for i, (label, count) in enumerate(values):
        height = round(count / highest * (BASE - 16), 1)
        x = round(i * step + 2, 1)
        parts.append(_BAR.format(x, BASE - height, round(step - 4, 1), height, label, count))
        if count == highest:
            middle = round(x + step / 2 - 2, 1)
            parts.append(Markup('<text x="{}" y="{}">{}</text>').format(middle, BASE - height - 4, count))
        if i % 3 == 0:
            parts.append(Markup('<text x="{}" y="{}">{}</text>').format(round(x + step / 2 - 2, 1), BASE + 15, label))
    return _svg(title, HEIGHT, parts)


def share(part: int, whole: int, title: str) -> Markup:
    """A part of a whole as one bar."""
    filled = round(WIDTH * part / whole, 1) if whole else 0
    parts = [
        Markup('<rect class="ground" x="0" y="0" width="{}" height="14" rx="7"/>').format(WIDTH),
        Markup('<rect class="bar" x="0" y="0" width="{}" height="14" rx="7"/>').format(filled),
    ]
    return _svg(f"{title}: {part} / {whole}", 14, parts)


def _svg(title: str, height: int, parts: Sequence[Markup]) -> Markup:
    head = Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, height, title)
    return head + Markup("").join(parts) + Markup("</svg>")
