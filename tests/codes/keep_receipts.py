"""Make the receipts kept in tests/codes/receipts, which must evaluate to the same answer for ever.

They are made once for each release (in tests/: python -m codes.keep_receipts 2026); a receipt
that stands there already is never made anew.
"""

import json
import sys
from datetime import date

from holdfast.codes import Library, Situation, Supplied, advise, load, receipt, shipped

from .conftest import SMALL
from .test_receipt import BITS, KEPT, ON, SITUATION

FORMER_CLIENT = Situation(
    "former_client_dates",
    supplied={
        "ended_on": Supplied(date(2023, 5, 1), by="therapist", on=ON),
        "last_contact_on": Supplied(date(2023, 5, 1), by="therapist", on=ON),
    },
)


def keep(name: str, library: Library, situation: Situation, codes: list[str]) -> None:
    """Write a receipt, unless one of that name stands already."""
    path = KEPT / f"{name}.json"
    if not path.exists():
        kept = receipt(library, advise(library, situation, ON, codes), BITS)
        path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    release = sys.argv[1]
    library = shipped()
    keep(f"small-{release}-former-romance", load(SMALL), SITUATION, [])
    keep(f"shipped-{release}-former-client", library, FORMER_CLIENT, list(library.editions))
    keep(f"shipped-{release}-wedding", library, Situation("wedding"), list(library.editions))
