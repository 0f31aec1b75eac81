"""The parts that every page is made of."""

import re
from pathlib import Path

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from crispy_forms_gds.fields import DateInputField
from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.test import override_settings

ROOT = Path(settings.BASE_DIR)
PAGES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    if "letters" not in path.parts  # letters become PDF, where style stands in the document
)
INLINE = re.compile(r"""\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)""")


class Hiring(forms.Form):
    """A form with each sort of field that the renderer treats in its own way."""

    worker = forms.CharField(label="National register number", help_text="11 digits")
    start = DateInputField(label="First day of work")
    kind = forms.ChoiceField(label="Kind of worker", choices=[("OTH", "Ordinary")])
    shift = forms.ChoiceField(choices=[("D", "Day"), ("N", "Night")], widget=forms.RadioSelect)
    true = forms.BooleanField(label="I declare that this is true")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"].source = "your last hiring"  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_template_holds_what_the_content_policy_forbids(path: Path) -> None:
    assert not INLINE.findall(path.read_text())


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "429.html", "500.html"])
@override_settings(SERVICE_NAME="Another service")
def test_a_page_for_a_failure_needs_no_request(name: str) -> None:
    html = render_to_string(name)
    assert "– Another service</title>" in html
    assert html.count("<h1") == 1


def test_each_error_in_the_summary_leads_to_its_field() -> None:
    form = Hiring({})
    summary = render_to_string("gds/layout/error_summary.html", {"form": form})
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == len(form.errors) == 5
    drawn = as_crispy_form(form)
    assert [target for target in targets if f'id="{target}"' not in drawn] == []
    assert "First day of work – " in summary


def test_what_describes_a_field_is_on_the_page() -> None:
    drawn = as_crispy_form(Hiring({}))
    described = {
        part for ids in re.findall(r'aria-describedby="([^"]*)"', drawn) for part in ids.split()
    }
    assert described
    assert {part for part in described if f'id="{part}"' not in drawn} == set()


def test_only_a_prefilled_field_says_where_it_comes_from() -> None:
    drawn = as_crispy_form(Hiring())
    assert re.findall(r"From: [^<]+", drawn) == ["From: your last hiring"]


def test_a_summary_list_says_where_a_value_comes_from() -> None:
    rows = [{"label": "Pay", "value": "€3", "source": "declaration"}, {"label": "Phone"}]
    html = render_to_string("components/summary_list.html", {"rows": rows})
    assert html.count("solida-known") == 1
    assert "From: declaration" in html


@pytest.mark.parametrize(("staff", "marks"), [(True, 1), (False, 0)])
def test_only_staff_see_that_a_figure_is_not_confirmed(staff: bool, marks: int) -> None:
    steps = [
        {"label": "Basic amount", "value": "€1", "provisional": True},
        {"label": "Supplement", "value": "€2", "provisional": False},
    ]
    html = render_to_string("components/steps.html", {"steps": steps, "staff": staff})
    assert html.count("Provisional figure") == marks


def test_text_from_people_is_escaped_in_every_part() -> None:
    bad = "<script>x</script>"
    html = render_to_string("components/card.html", {"title": bad, "body": bad, "figure": bad})
    html += render_to_string("components/notice.html", {"title": bad, "body": bad})
    html += render_to_string("components/empty.html", {"title": bad, "body": bad})
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 7
