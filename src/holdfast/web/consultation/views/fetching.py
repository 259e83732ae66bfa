"""What somebody may see or change, or a 404: the same as for what does not exist."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from holdfast.web.accounts.models import Grant, Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.consultation.models import Draft, Question, Seat
from holdfast.web.practice.models import SupervisionAgreement, Therapist, Therapy

Choices = list[tuple[str, str]]
ASKED = (Role.THERAPIST, Role.SUPERVISOR)


def own_draft(request: Request, draft_id: UUID) -> Draft:
    """Return a question of one's own that was not sent."""
    rows = Draft.objects.filter(asker=request.user).select_related("therapy__key", "asker__key")
    return get_object_or_404(rows, pk=draft_id)


def own_question(request: Request, question_id: UUID) -> Question:
    """Return a question one asked."""
    rows = Question.objects.asked_by(request.user).whole()
    return get_object_or_404(rows, pk=question_id)


def question_to(request: Request, question_id: UUID) -> Question:
    """Return a question that was put to this person."""
    rows = Question.objects.asked_of(request.user).whole()
    return get_object_or_404(rows, pk=question_id)


def seat_of(request: Request, seat_id: UUID) -> Seat:
    """Return a seat one may read: one's own, or of somebody one supervises."""
    rows = Seat.objects.visible_to(request.user, request.now).whole()
    return get_object_or_404(rows, pk=seat_id)


def agreement_of(request: Request, agreement_id: UUID) -> SupervisionAgreement:
    """Return a supervision agreement in which one is a side."""
    return get_object_or_404(agreements_of(request), pk=agreement_id)


def agreements_of(request: Request) -> QuerySet[SupervisionAgreement]:
    """Agreements in which one is a side; what still waits for a second person is left out."""
    mine = Q(supervisor=request.user) | Q(supervisee__user=request.user)
    rows = SupervisionAgreement.objects.filter(mine, agreed=True)
    people = rows.select_related("supervisor__key", "supervisee__user__key")
    codes = Prefetch("therapies", Therapy.objects.order_by("code").with_keys())
    return people.prefetch_related(codes, "declared").order_by("-since", "id")


def colleagues(user: User) -> Choices:
    """Return the therapists and supervisors of the practice but oneself, by name."""
    held = Grant.objects.filter(role__in=ASKED, until=None, in_force=True)
    rows = User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk=user.pk)
    pairs = [(str(row.pk), row.shown_name) for row in rows.select_related("key")]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def therapist_of(user: User) -> Therapist | None:
    """Return what makes an account that of a therapist, None for other colleagues."""
    return Therapist.objects.filter(user=user).first()
