"""What every page knows of where it stands: who is here, and where they may go from here."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from holdfast.web.accounts.leaving import LEAVE_URL
from holdfast.web.accounts.models import CLIENTS_SIDE, Role, User
from holdfast.web.practice.addresses import url_of

WARN_SECONDS = 60


class Way(NamedTuple):
    """An entry of the main menu: its words, the page it leads to, and whose it is."""

    label: Any
    name: str
    roles: frozenset[str]


def _way(label: Any, name: str, *roles: str) -> Way:
    return Way(label, name, frozenset(roles))


# A page that is not part of this installation is left out of the menu.
WAYS = (
    _way(_("Today"), "home:today", Role.THERAPIST),
    _way(_("Start"), "home:overview", *CLIENTS_SIDE),
    _way(_("Overview"), "home:overview", *(set(Role.values) - {Role.THERAPIST} - CLIENTS_SIDE)),
    _way(_("Clients"), "home:clients", Role.THERAPIST),
    _way(_("Intake"), "screening:intake", Role.INTAKE, Role.DESK),
    _way(_("Conflict desk"), "screening:desk", Role.DESK),
    _way(_("Coming back"), "endings:coming_back", Role.INTAKE),
    _way(_("Breaks"), "practice:breaks", Role.THERAPIST),
    _way(_("Decisions"), "codes:decisions", Role.THERAPIST),
    _way(_("For me alone"), "transference:notes", Role.THERAPIST),
    _way(_("Consultation"), "consultation:index", Role.THERAPIST, Role.SUPERVISOR),
    _way(_("Concerns"), "portal:concerns", Role.READER),
    _way(_("My profile"), "practice:my_profile", Role.THERAPIST),
    _way(_("Practice"), "practice:house", Role.LEAD),
    _way(_("Records"), "endings:keeping", Role.LEAD),
    _way(_("Templates"), "frame:templates", Role.LEAD),
    _way(_("Questionnaires"), "alliance:own_words", Role.LEAD),
    _way(_("People"), "accounts:roles", Role.LEAD),
    _way(_("My agreement"), "frame:mine", Role.CLIENT),
    _way(_("The agreement"), "frame:mine", Role.GUARDIAN),
    _way(_("What is usual"), "portal:usual", Role.CLIENT, Role.GUARDIAN),
)


class Item(NamedTuple):
    """A menu entry as it is shown."""

    label: Any
    url: str
    current: bool


class Place:
    """Read by the base template only; each part asks nothing until it is shown."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.demonstration = settings.DEMONSTRATION
        self.leave_url = LEAVE_URL

    @property
    def user(self) -> User | None:
        """The account that is signed in."""
        user = getattr(self.request, "user", None)
        return user if isinstance(user, User) else None

    @property
    def signed_in(self) -> bool:
        """Whether anybody is."""
        return self.user is not None

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles of whoever is here."""
        return self.user.roles if self.user else frozenset()

    @property
    def client_side(self) -> bool:
        """Whether the page is read by a client, who finds help in the same spot on each."""
        return bool(self.roles & CLIENTS_SIDE)

    @property
    def name(self) -> str:
        """The name of whoever is here."""
        return self.user.shown_name if self.user else ""

    @property
    def practice_name(self) -> str:
        """The name of the practice."""
        return str(getattr(self.request, "practice", ""))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The main menu."""
        return tuple(self._items())

    def _items(self) -> Iterator[Item]:
        here, seen = self.request.path, set()
        for way in WAYS:
            if not self.roles & way.roles or not (url := url_of(way.name)) or url in seen:
                continue
            seen.add(url)
            yield Item(way.label, url, here == url or (url != "/" and here.startswith(url)))

    @property
    def account_url(self) -> str:
        """Where one's own account is."""
        return url_of("accounts:account")

    @property
    def sign_out_url(self) -> str:
        """Where signing out is posted to."""
        return url_of("accounts:sign_out")

    @property
    def help_url(self) -> str:
        """Where help is right now."""
        return url_of("portal:help")

    @property
    def privacy_url(self) -> str:
        """What is kept and who can read it."""
        return url_of("portal:kept")

    @property
    def idle(self) -> dict[str, Any] | None:
        """When an idle person is signed out, and where to say that one is still here."""
        if not self.signed_in or not (stay := url_of("accounts:stay")):
            return None
        minutes = self.request.session.get("idle_minutes", 20)
        return {"seconds": minutes * 60, "warn": WARN_SECONDS, "stay_url": stay}


def place(request: HttpRequest) -> dict[str, Any]:
    """Context processor: put the place on every page."""
    return {"place": Place(request)}
