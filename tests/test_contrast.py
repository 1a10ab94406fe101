"""Every pair of colors reaches the contrast that the design promises."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parent.parent / "assets" / "sass" / "_tokens.scss"

PROMISED = [
    ("ink", "white", 16.6),
    ("ink", "paper", 15.6),
    ("muted", "white", 7.4),
    ("muted", "paper", 7.0),
    ("link", "white", 8.4),
    ("link", "paper", 7.9),
    ("visited", "white", 9.9),
    ("error", "white", 7.8),
    ("open", "open-tile", 8.7),
    ("soon", "soon-tile", 8.9),
    ("closed", "closed-tile", 8.6),
    ("removed", "removed-tile", 8.9),
    ("ink", "mark", 14.5),
    ("field", "white", 4.8),
    ("field", "paper", 4.6),
    ("ink", "focus", 11.4),
    ("chart-a", "white", 6.6),
    ("chart-b", "white", 5.1),
    ("chart-c", "white", 5.1),
    ("chart-d", "white", 7.0),
    ("chart-none", "white", 5.0),
]


def tokens():
    return dict(re.findall(r"^\$([\w-]+): (#[0-9a-f]{6});", TOKENS.read_text(), re.MULTILINE))


def luminance(color):
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("front", "back", "promised"), PROMISED)
def test_a_pair_of_colors_reaches_its_ratio(front, back, promised):
    colors = tokens()
    assert contrast(colors[front], colors[back]) == pytest.approx(promised, abs=0.1)


def test_text_on_any_tile_passes_the_strictest_level():
    colors = tokens()
    for name in ("open", "soon", "closed", "removed"):
        assert contrast(colors[name], colors[f"{name}-tile"]) >= 7


def test_no_color_is_named_outside_the_tokens():
    named = {}
    for path in TOKENS.parent.glob("*.scss"):
        if path != TOKENS:
            named[path.name] = set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\{)", path.read_text())) - {"#fff", "#000"}
    assert not any(named.values()), named
