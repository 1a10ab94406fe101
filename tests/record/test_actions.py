from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from civic.record.actions import _plain


def test_a_time_in_the_citys_zone_is_written_as_utc():
    evening = datetime(2026, 10, 3, 20, 30, tzinfo=ZoneInfo("America/Chicago"))
    assert _plain({"closes": evening, "on": date(2026, 10, 3), "ref": None}) == {
        "closes": "2026-10-04T01:30Z", "on": "2026-10-03",
    }  # fmt: skip


def test_a_time_without_a_zone_is_never_written():
    with pytest.raises(ValueError, match="zone"):
        _plain({"closes": datetime(2026, 10, 3)})  # noqa: DTZ001
