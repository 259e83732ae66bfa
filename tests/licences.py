"""Check that every dependency that Holdfast brings along has a licence it may be used under."""

import json
import re
import subprocess
import sys
from pathlib import Path

KNOWN_GOOD = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software|MPL|Mozilla|LGPL|Lesser General|Unlicense|Zlib|CC0"
    r"|Historical Permission|0BSD",
    re.IGNORECASE,
)
# Read by hand, because their packages do not say it in a field.
READ = {"pyspark": "Apache-2.0", "py4j": "BSD-3-Clause", "axe-playwright-python": "MIT"}


def main() -> int:
    """Print every dependency whose licence is not among the known good ones."""
    found = subprocess.run(
        [Path(sys.executable).with_name("pip-licenses"), "--format=json", "--from=mixed"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    packages = json.loads(found.stdout)
    unknown = [
        f"{p['Name']} {p['Version']}: {p['License']}"
        for p in packages
        if p["Name"] != "holdfast" and not KNOWN_GOOD.search(READ.get(p["Name"], p["License"]))
    ]
    print("\n".join(unknown) if unknown else f"{len(packages)} licences, all of them fine.")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
