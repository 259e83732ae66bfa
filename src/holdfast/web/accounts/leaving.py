"""Where somebody is led who leaves quickly: a page that says nothing of where they were."""

LEAVE_URL = "https://www.wikipedia.org/"
