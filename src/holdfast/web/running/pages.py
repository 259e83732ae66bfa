"""The public pages as files: what is usual, is this OK, help and the questions, without a server.

They can lie on any web server, or on a stick: every link between them is relative, no page sends
anything, and what needs the installation (signing in, profiles, an enquiry) leads to its address.
"""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.test.client import RequestFactory
from django.urls import resolve, reverse

from holdfast.web.portal.usual import pages
from holdfast.web.practice.models import Practice

LINK = re.compile(r'(?P<before>\b(?:href|src)=")(?P<path>/[^"#?]*)')
USED = ("holdfast.css", "fonts.css", "favicon.svg", "fonts", "js/holdfast.js", "js/drafts.js",
        "js/idle.js", "portal/portal.css")  # fmt: skip


def files() -> dict[str, str]:
    """Return which file each address becomes. "Is this OK?" is the page that folds."""
    names = ("home:start", "portal:usual", "portal:help", "portal:questions")
    plain = [reverse(name) for name in names]
    plain += [reverse("portal:usual_page", args=[slug]) for slug in pages()]
    found = {path: f"{path.strip('/')}/index.html".lstrip("/") for path in plain}
    one = reverse("portal:is_this_ok")
    return found | dict.fromkeys((one, reverse("portal:is_this_ok_all")), f"{one[1:]}index.html")


def write(folder: Path, base: str, now: datetime) -> list[Path]:
    """Write the pages and what they load into a folder; return the pages written.

    `base` is the address of the installation, for what only it can do.
    """
    known, practice, written = files(), Practice.get(), []
    for path, name in known.items():
        if path == reverse("portal:is_this_ok"):
            continue  # its folding form becomes the same file
        text = _relative(_rendered(path, practice, now), name, known, base.rstrip("/"))
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        written.append(target)
    _copy_static(folder / "static")
    return written


def _rendered(path: str, practice: Practice, now: datetime) -> str:
    request: HttpRequest = RequestFactory().get(path)
    request.user, request.session = AnonymousUser(), {}  # type: ignore[assignment]
    request.practice, request.now = practice, now  # type: ignore[attr-defined]
    request.to_file = True  # type: ignore[attr-defined]
    view, args, kwargs = resolve(path)
    return str(view(request, *args, **kwargs).content.decode())


def _relative(text: str, name: str, known: dict[str, str], base: str) -> str:
    """Lead links to the other files, and everything else to the installation."""

    def lead(found: re.Match[str]) -> str:
        path = found["path"]
        target = path[1:] if path.startswith("/static/") else known.get(path)
        there = os.path.relpath(target, Path(name).parent) if target else f"{base}{path}"
        return f"{found['before']}{there}"

    return LINK.sub(lead, text)


def _copy_static(folder: Path) -> None:
    for source, name in _static_files():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _static_files() -> Iterator[tuple[Path, str]]:
    for name in USED:
        found = finders.find(name)
        if not isinstance(found, str):
            raise FileNotFoundError(name)
        there = Path(found)
        inside = [there] if there.is_file() else sorted(p for p in there.rglob("*") if p.is_file())
        for each in inside:
            yield each, str(Path(name) / each.relative_to(there)) if there.is_dir() else name
