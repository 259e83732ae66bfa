"""Help right now: who listens, by country. All countries stand on the page, so nothing is chosen.

Whichever country somebody opens stays with them: nothing is sent, asked or kept.
"""

from django.http import HttpResponse
from django.shortcuts import render

from holdfast.web.accounts.doors import open_door
from holdfast.web.accounts.requests import Request
from holdfast.web.portal.bodies import Help, help_by_country

from .usual import country_of_practice


@open_door
def help_now(request: Request) -> HttpResponse:
    """Show whom to call now, where the practice is first, then everywhere else."""
    places = help_by_country(country_of_practice(request))
    first: Help = places[0]
    return render(request, "portal/help.html", {"here": first, "elsewhere": places[1:]})
