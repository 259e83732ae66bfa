"""How long ten thousand process notes take: writing them, listing them, opening one.

    python benchmarks/notes.py [--number 10000]

In a database and with keys of its own. What is timed is the answer of the application to the
request, in this process, without network and browser.
"""

import argparse
import os
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path

os.environ["HOLDFAST_DATA"] = tempfile.mkdtemp(prefix="holdfast-notes-")
os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.web.settings"
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from holdfast.web.sealing import keyring

keyring.write(keyring.new_ring(), Path(os.environ["HOLDFAST_DATA"]) / "keys.json")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from holdfast.web.accounts import sessions  # noqa: E402
from holdfast.web.accounts.models import User  # noqa: E402
from holdfast.web.practice.actions.staff import add_therapist  # noqa: E402
from holdfast.web.practice.actions.therapies import open_therapy  # noqa: E402
from holdfast.web.practice.clock import practice_now  # noqa: E402
from holdfast.web.transference import actions  # noqa: E402
from holdfast.web.transference.kept import Note  # noqa: E402
from holdfast.web.vault import actions as vaults  # noqa: E402

WORDS = "kelp harbour lantern quiet tide rock"
TEXT = "I noticed how I waited for the end, and that it was not her I was waiting for. " * 12


def main() -> None:
    """Make the notes and print what each step takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=10_000)
    number = parser.parse_args().number
    call_command("migrate", verbosity=0)
    user, therapies, now = _people()
    vault, _paper = vaults.make_vault(user, WORDS, now=now)
    began = time.perf_counter()
    with transaction.atomic():
        for n in range(number):
            at = now - timedelta(hours=n)
            note = Note(at, str(therapies[n % len(therapies)].pk), f"Note {n}", TEXT)
            series = actions.keep(vault, note, now=at).series
    print(f"writing {number} notes          {time.perf_counter() - began:8.2f} s")
    browser = _signed_in(user)
    _timed("opening the vault            ", browser, "post", "/vault/open/", passphrase=WORDS)
    _timed("the list, all of them new    ", browser, "get", "/notes/")
    for _again in range(3):
        _timed("the list                     ", browser, "get", "/notes/")
    for _again in range(3):
        _timed("one note                     ", browser, "get", f"/notes/{series}/")


def _people():  # type: ignore[no-untyped-def]
    now = practice_now()
    user = User.objects.invite("miriam@example.org", "Miriam", ["therapist"], now)
    who = {"by": user, "now": now}
    therapist = add_therapist(user, **who, since=now.date(), codes=[], languages=["en"])
    opened = [
        open_therapy(kind="individual", therapist=therapist, **who, since=now.date())
        for _n in range(25)
    ]
    return user, opened, now


def _signed_in(user):  # type: ignore[no-untyped-def]
    """Sign in without the pages: they are not what is timed."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from holdfast.web.accounts.doors import FACTOR, PROVED, PROVED_TWICE, SEEN

    browser, now = Client(HTTP_HOST="localhost"), practice_now().isoformat()
    session = browser.session
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = sessions.BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.update({SEEN: now, PROVED: now, PROVED_TWICE: now, FACTOR: "app"})
    session.save()
    return browser


def _timed(label: str, browser: Client, method: str, path: str, **fields: object) -> None:
    began = time.perf_counter()
    sent = {"once": uuid.uuid4(), **fields} if method == "post" else None
    answer = getattr(browser, method)(path, sent)
    took = time.perf_counter() - began
    assert answer.status_code in {200, 302}, answer.status_code
    print(f"{label}{took * 1000:8.0f} ms   {answer.status_code} {answer.get('Location', '')}")


if __name__ == "__main__":
    main()
