"""The built files stay light enough for an old phone on a slow line."""

import re

from tests import weight
from tests.weight import STATIC, weight_of


def test_the_style_sheet_is_light():
    assert weight_of("civic.css") <= weight.STYLES_AT_MOST


def test_the_public_script_is_light():
    assert weight_of("civic.js") <= weight.PUBLIC_SCRIPTS_AT_MOST


def test_the_staff_scripts_are_light():
    assert weight_of("civic.js", "staff.js") <= weight.STAFF_SCRIPTS_AT_MOST


def test_the_fonts_are_light():
    assert weight.fonts()
    assert weight_of(*weight.fonts()) <= weight.FONTS_AT_MOST


def test_every_file_that_the_style_sheet_names_is_there():
    named = {name for name in re.findall(r'url\("?([^")]+)"?\)', (STATIC / "civic.css").read_text()) if name}
    assert named
    assert not [name for name in named if not (STATIC / name).is_file()]


def test_nothing_is_fetched_from_another_party():
    for name in ("civic.css", "civic.js", "staff.js"):
        assert not re.findall(r"https?://(?!www\.w3\.org/)[^\s\"')]+", (STATIC / name).read_text()), name


def test_the_licence_of_the_design_system_is_shipped():
    assert "SIL Open Font License" in (STATIC / "USWDS-LICENSE.md").read_text()


def test_the_lock_names_no_registry():
    lock = (STATIC.parent.parent / "package-lock.json").read_text()
    assert "resolved" not in lock
    assert "http" not in re.sub(r'"(funding|url)": [^\n]*', "", lock)


def test_a_first_view_of_a_law_and_the_whole_way_of_a_comment_stay_light(app, browser):
    """Acceptance 2: four presses under 400 KB, and the first view of an ordinance under 250 KB, compressed."""
    from tests.factories import make_docket

    make_docket()
    pages = []

    def keep():
        pages.append(browser.response.data)

    browser.open("/d/2026-014/text")
    assert weight.first_view(browser.response.data) <= weight.FIRST_VIEW_AT_MOST
    browser.open("/d/2026-014")
    keep()
    browser.click("Comment")
    keep()
    browser.fill("Continue", {"Your comment": "Cameras on my street worry me. " * 300})
    keep()
    browser.press("Skip this and go on")
    keep()
    browser.press("Send my comment")
    keep()
    assert browser.heading == "Your comment arrived"
    assert weight.flow(*pages) <= weight.COMMENT_FLOW_AT_MOST
