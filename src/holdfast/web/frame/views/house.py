"""The practice's own templates, kept by its lead."""

from dataclasses import replace
from uuid import UUID, uuid4

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from holdfast import frame
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.frame import preview
from holdfast.web.frame.actions.house import keep_template, remove_template
from holdfast.web.frame.forms.agreements import SureForm, TemplateForm
from holdfast.web.frame.models import Template

from .building import reading_age, term_form
from .fetching import known_term


@door(Role.LEAD)
def templates(request: Request) -> HttpResponse:
    """Show the practice's own templates, and those that came with the program."""
    context = {"own": Template.objects.order_by("kind", "name"), "shipped": frame.templates()}
    return render(request, "frame/templates.html", context)


@door(Role.LEAD)
def new_template(request: Request) -> HttpResponseBase:
    """Make a template, beginning with one that is there."""
    begin = [(one.id, one.name) for one in frame.templates()]
    form = TemplateForm(request.POST or None, begin=begin)

    def act() -> str:
        given = form.cleaned_data
        terms = frame.template(given["begin"]).terms
        made = Template(id=uuid4(), name=given["name"], about=given["about"], kind=terms.kind)
        keep_template(made, terms, by=request.user, now=request.now)
        return reverse("frame:template", args=[made.pk])

    context = {"up": reverse("frame:templates"), "is_new": True}
    return form.once(request, act) or form.page(request, "frame/new_template.html", context)


@door(Role.LEAD)
def template(request: Request, template_id: UUID) -> HttpResponseBase:
    """Show a template, and change its name."""
    found = get_object_or_404(Template, pk=template_id)
    terms = found.as_terms()
    form = TemplateForm(
        request.POST or None,
        version=found.version,
        initial={"name": found.name, "about": found.about},
    )

    def act() -> str:
        found.name, found.about = form.cleaned_data["name"], form.cleaned_data["about"]
        keep_template(found, terms, by=request.user, now=request.now, changed=["name", "about"])
        return reverse("frame:template", args=[found.pk])

    context = {
        "template": found,
        "groups": preview.groups(terms, frame.missing(terms)),
        "age": reading_age(terms),
        "up": reverse("frame:templates"),
    }
    return form.once(request, act) or form.page(request, "frame/template.html", context)


@door(Role.LEAD)
def template_term(request: Request, template_id: UUID, name: str) -> HttpResponseBase:
    """Fill in one term of a template."""
    found = get_object_or_404(Template, pk=template_id)
    known_term(name)
    terms = found.as_terms()
    form = term_form(request, name, terms)

    def act() -> str:
        changed = replace(terms, **{name: form.value})  # type: ignore[arg-type]
        keep_template(found, changed, by=request.user, now=request.now, changed=[name])
        if request.POST.get("then") == "stay":
            return reverse("frame:template_term", args=[found.pk, name])
        return f"{reverse('frame:template', args=[found.pk])}#{name}"

    every = [e for g in preview.groups(terms, frame.missing(terms)) for e in g.entries]
    context = {
        "title": frame.title(name),
        "name": name,
        "entry": next((e for e in every if e.name == name), None),
        "entries": every,
        "age": reading_age(terms),
        "spoken": False,
        "up": reverse("frame:template", args=[found.pk]),
    }
    return form.once(request, act) or form.page(request, "frame/term.html", context)


@door(Role.LEAD)
def remove(request: Request, template_id: UUID) -> HttpResponseBase:
    """Do away with a template."""
    form = SureForm(request.POST or None)
    if (before := form.again(request)) is not None:
        return before
    found = get_object_or_404(Template, pk=template_id)

    def act() -> str:
        remove_template(found, by=request.user, now=request.now)
        return reverse("frame:templates")

    context = {"template": found, "up": reverse("frame:template", args=[found.pk])}
    return form.once(request, act) or form.page(request, "frame/remove_template.html", context)
