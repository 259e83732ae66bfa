"""The sentences of the practice's own notices, openings and kinds of work."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.models import Role
from holdfast.web.practice.models import Notice

# What is opened most; any other purpose is shown as it was written.
PURPOSES = {
    "care": gettext_lazy("the work itself"),
    "supervision": gettext_lazy("supervision"),
    "emergency": gettext_lazy("an emergency"),
    "export": gettext_lazy("a copy for the client"),
    "concern": gettext_lazy("a concern"),
}
WORK = {
    "accounts.mail": gettext_lazy("Sending an e-mail"),
    "accounts.invited": gettext_lazy("Writing an invitation"),
    "accounts.recover": gettext_lazy("Writing to somebody who cannot sign in"),
    "accounts.due": gettext_lazy("Putting in force roles that waited"),
    "accounts.forget": gettext_lazy("Clearing out old sign-ins and drafts"),
    "practice.tell_client": gettext_lazy("Telling a client of an emergency opening"),
    "practice.due": gettext_lazy("Putting in force what waited"),
    "portal.daily": gettext_lazy("The client's side: what is due, and what was kept long enough"),
    "practice.verify_audit": gettext_lazy("Verifying the audit"),
    "home.refresh": gettext_lazy("Looking for signals"),
    "home.mark": gettext_lazy("The daily look at everything that goes on"),
    "alliance.ask_by_letter": gettext_lazy("Asking for session checks by e-mail"),
    "alliance.learn": gettext_lazy("Learning what answers to expect"),
    "screening.check": gettext_lazy("Checking an enquiry"),
    "screening.tell_desk": gettext_lazy("Telling the conflict desk"),
    "screening.beside": gettext_lazy("Looking at a time that was picked by hand"),
    "screening.link": gettext_lazy("Looking for cards of one person"),
    "screening.forget": gettext_lazy("Erasing enquiries whose time is over"),
    "vault.shut_idle": gettext_lazy("Shutting vaults nobody uses"),
}


def purpose_words(purpose: str) -> str:
    """Say for what a record was opened."""
    return str(PURPOSES.get(purpose, purpose or _("not said")))


def role_words(role: str) -> str:
    """Say in which role somebody acted."""
    return str(Role(role).label) if role in Role.values else role


def work_words(kind: str) -> str:
    """Say what a kind of work does."""
    return str(WORK.get(kind, kind))


def notice_words(notice: Notice) -> str:
    """Word a notice for its reader. The therapy goes by its title, which only they can open."""
    whose = notice.therapy.shown_title or notice.therapy.code if notice.therapy else ""
    return _NOTICES[Notice.Kind(notice.kind)].format(whose=whose)


def notice_url(notice: Notice) -> str:
    """Return where more about a notice is."""
    if notice.therapy_id and notice.kind in _ABOUT_OPENINGS:
        return reverse("practice:openings", args=[notice.therapy_id])
    if notice.kind in _ASKED:
        return reverse("practice:waiting")
    if notice.kind == Notice.Kind.JOINED and notice.therapy_id:
        return reverse("home:relationship", args=[notice.therapy_id])
    if notice.kind == Notice.Kind.COVER_NAMED:
        return reverse("practice:emergency")
    if notice.kind == Notice.Kind.LOG_NAMED:
        return reverse("practice:reserved_log")
    if notice.kind in _RECORD:
        return _url(_RECORD[Notice.Kind(notice.kind)], notice)
    if notice.kind in _SUPERVISION:
        return reverse("practice:my_supervision")
    if notice.kind in _AFTER:
        return url_named(_AFTER[Notice.Kind(notice.kind)])
    return ""


# Pages of apps above this one: a notice leads there where they are part of the installation.
_RECORD = {
    Notice.Kind.RECORD_ASKED: "portal:review",
    Notice.Kind.SHARED_ASKED: "portal:permissions",
    Notice.Kind.CLIENT_WORDS: "portal:answer_words",
}


def _url(name: str, notice: Notice) -> str:
    try:
        return reverse(name, args=[notice.subject_id])
    except NoReverseMatch:
        return ""


_ABOUT_OPENINGS = {Notice.Kind.EMERGENCY, Notice.Kind.TELL_CLIENT}
_ASKED = {Notice.Kind.SUPERVISION_ASKED, Notice.Kind.JOIN_ASKED}
_SUPERVISION = {Notice.Kind.SUPERVISION_BEGAN, Notice.Kind.SUPERVISION_ENDED}
_AFTER = {
    Notice.Kind.WILL_NAMED: "endings:wills",
    Notice.Kind.WILL_OPENED: "endings:wills",
    Notice.Kind.ERASE_ASKED: "endings:keeping",
    Notice.Kind.COMES_BACK: "endings:coming_back",
}


def url_named(name: str) -> str:
    """Return the address of a page that a higher capability may bring; "" where it does not."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


_NOTICES = {
    Notice.Kind.EMERGENCY: gettext_lazy(
        "In an emergency a covering colleague opened what was needed about {whose}."
    ),
    Notice.Kind.TELL_CLIENT: gettext_lazy(
        "{whose}: no address is safe to write to, so please say in person what was opened."
    ),
    Notice.Kind.SUPERVISION_ASKED: gettext_lazy(
        "Supervision that would open your records was asked for. It waits for a second person; "
        "you can be that."
    ),
    Notice.Kind.SUPERVISION_BEGAN: gettext_lazy("A supervision agreement of yours is in force."),
    Notice.Kind.SUPERVISION_ENDED: gettext_lazy("A supervision agreement of yours has an end."),
    Notice.Kind.JOIN_ASKED: gettext_lazy(
        "A colleague is to join your work with {whose}. It waits for a second person."
    ),
    Notice.Kind.JOINED: gettext_lazy("One more therapist works with {whose} now."),
    Notice.Kind.REFUSED: gettext_lazy("What you asked for was refused. Talk with each other."),
    Notice.Kind.COVER_NAMED: gettext_lazy("You were named to stand in for a colleague."),
    Notice.Kind.LOG_NAMED: gettext_lazy("You were named to read the separate log of openings."),
    Notice.Kind.RECORD_ASKED: gettext_lazy("{whose} asks for more of the record."),
    Notice.Kind.SHARED_ASKED: gettext_lazy(
        "{whose}: somebody asks for what speaks of several of them. Each has to permit it."
    ),
    Notice.Kind.CLIENT_WORDS: gettext_lazy("{whose} wrote something about the record."),
    Notice.Kind.EXPORT_ASKED: gettext_lazy(
        "An export of the whole practice, your records among it, was asked for. It waits for a "
        "second person."
    ),
    Notice.Kind.EXPORT_MADE: gettext_lazy(
        "The whole practice was exported, your records among it. It is locked to the people who "
        "hold the keys of the backups."
    ),
    Notice.Kind.WILL_NAMED: gettext_lazy(
        "A colleague named you in case they fall ill or die. Look at what that asks of you."
    ),
    Notice.Kind.WILL_OPENED: gettext_lazy(
        "The list of people to call if something happens to a therapist was opened."
    ),
    Notice.Kind.ERASE_ASKED: gettext_lazy(
        "An erasure was asked for. It waits for a second person; you can be that."
    ),
    Notice.Kind.COMES_BACK: gettext_lazy("A former client asks to come back."),
    Notice.Kind.FOR_THE_DESK: gettext_lazy(
        "An enquiry needs a person to look at it, at the conflict desk."
    ),
}
