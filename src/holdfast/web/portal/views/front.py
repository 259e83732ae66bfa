"""The front: what a visitor who is not signed in finds here."""

from django.http import HttpResponse
from django.shortcuts import render

from holdfast.web.accounts.requests import Request


def front(request: Request) -> HttpResponse:
    """Show the doors that are open to everybody, and where to sign in."""
    return render(request, "portal/front.html")
