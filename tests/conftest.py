"""What holds for all tests.

Property tests: no machine is too slow for them, and what must pass to land answers alike. By hand
they draw anew each time, so that they go on finding things.
"""

import gc
import os

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("steady")


def pytest_collection_finish() -> None:
    """Let the collector pass over what stays until the end: a tenth of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
