"""The web application: a Django project that stands on the rule packages."""
