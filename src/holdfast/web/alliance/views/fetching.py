"""What somebody may see or answer, or a 404: the same as for what does not exist."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from holdfast import alliance
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.actions.answering import Place
from holdfast.web.alliance.series import latest_session
from holdfast.web.alliance.texts import text_for
from holdfast.web.practice.actions.therapies import record_opening
from holdfast.web.practice.models import Participant, Therapy
from holdfast.web.practice.models.participants import Participants


def own_places(request: Request) -> Participants:
    """Return the places of whoever asks, as a client."""
    places = Participant.objects.of_account(request.user, request.now).clients()
    return places.select_related("therapy__key", "card__key")


def my_place(request: Request, participant_id: UUID) -> Participant:
    """Return one's own place in a therapy."""
    return get_object_or_404(own_places(request), pk=participant_id)


def closed(request: Request, place: Participant) -> HttpResponse | None:
    """Return the page that says kindly that nothing is asked any more; None while the work goes on.

    Answers that nobody waits for would lie unread, those about danger too.
    """
    if not place.is_over(request.now.date()):
        return None
    sent = request.method == "POST"
    return render(request, "alliance/closed.html", {"sent": sent}, status=409 if sent else 200)


def own_client(request: Request, participant_id: UUID) -> Participant:
    """Return a client of a therapy in which this person is the therapist."""
    own = Therapy.objects.own_of(request.user, request.now)
    rows = Participant.objects.clients().filter(therapy__in=own).with_cards()
    return get_object_or_404(rows, pk=participant_id)


def client_to_read(request: Request, participant_id: UUID) -> Participant:
    """Return a client whose record this person may open as therapist or supervisor."""
    rows = Participant.objects.visible_to(request.user, request.now).clients().with_cards()
    row: Participant = get_object_or_404(rows, pk=participant_id)
    note_opening(request, row.therapy)
    return row


def therapy_to_read(request: Request, therapy_id: UUID) -> tuple[Therapy, bool]:
    """Return a therapy this person may read, and whether it is their own; notes the opening."""
    visible = Therapy.objects.visible_to(request.user, request.now).with_keys()
    therapy = get_object_or_404(visible, pk=therapy_id)
    return therapy, note_opening(request, therapy)


def own_therapy(request: Request, therapy_id: UUID) -> Therapy:
    """Return a therapy in which this person is the therapist: they alone write."""
    own = Therapy.objects.own_of(request.user, request.now).with_keys()
    return get_object_or_404(own, pk=therapy_id)


def note_opening(request: Request, therapy: Therapy) -> bool:
    """Note in the audit that a record was opened; say whether it is the reader's own."""
    own = Therapy.objects.own_of(request.user, request.now).filter(pk=therapy.pk).exists()
    role, purpose = (Role.THERAPIST, "care") if own else (Role.SUPERVISOR, "supervision")
    record_opening(therapy, by=request.user, now=request.now, role=role, purpose=purpose)
    return own


def known_scale(scale: str, *, with_words: bool) -> str:
    """Return the id of a scale that can be answered, or a 404."""
    if scale not in alliance.shipped_instruments():
        raise Http404
    if with_words and text_for(scale) is None:
        raise Http404
    return scale


def place_now(request: Request, participant: Participant, scale: str) -> Place:
    """Return what answers given now are about."""
    return Place(participant, scale, latest_session(participant, request.now))
