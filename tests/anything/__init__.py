"""Whatever stands in a chapter, the result is a document or findings: the folder, the judges and the text to try.

`GREENPAPER_EXAMPLES=50 ./run pytest tests/anything` tries fifty times as many examples as usual, other ones each time.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("GREENPAPER_EXAMPLES") or 1)


def examples(count: int) -> settings:
    """So many examples, or as many times more as are asked for; fixtures may be shared by all of them."""
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=count * TIMES, suppress_health_check=checks)
