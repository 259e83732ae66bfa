"""How forms are drawn: by the project's own templates, wherever `{{ form }}` stands."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Labels, hints and errors in one voice; a summary of what is wrong on top."""

    form_template_name = "parts/fields.html"
    field_template_name = "parts/field.html"
