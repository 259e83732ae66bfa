"""See to the Debian packages that the tests need, or print the one command that installs them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NEEDED = {
    "chromium": lambda: Path("/usr/bin/chromium").exists(),
    "postgresql": lambda: bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))),
    "openjdk-17-jre-headless": lambda: shutil.which("java") is not None,
}


def main() -> int:
    """Install what is missing where that is allowed; otherwise say how, and return 1."""
    missing = [name for name, there in NEEDED.items() if not there()]
    if not missing:
        return 0
    command = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if os.geteuid() != 0:
        print(f"The tests need some Debian packages. Please run:\n\n  sudo {command}\n")
        return 1
    print(f"Installing {', '.join(missing)} (a minute or two) ...", flush=True)
    # Debian's own cluster is not wanted: the tests make one of their own and remove it.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
    return subprocess.run(command.split(), check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
