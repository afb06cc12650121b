"""Where a search leads for doses that no regimen has: to those of studies of everything asked for, or nowhere."""

from __future__ import annotations

import re

import pytest

from ketacli import load

from .conftest import Run

DATA = load()
LED = re.compile(r"What trials gave: keta (dosing [^.]+)\.")
FORMS = ("racemic", "esketamine", "arketamine")
PEOPLE = ("children", "adolescents", "older adults")


def led(keta: Run, text: str) -> list[str]:
    """The commands to which the first lines of an answer lead."""
    return LED.findall(" ".join(keta("find", text).out.split()))


@pytest.mark.parametrize("route", DATA.routes.ids())
@pytest.mark.parametrize("form", FORMS)
def test_a_list_of_the_form_by_the_route_is_led_to(keta: Run, form: str, route: str) -> None:
    """What ``keta dosing`` lists is not denied by ``keta find``."""
    text = f"{'ketamine' if form == 'racemic' else form} {route} dose"
    listed = keta("dosing", form, route, "--json").document["patterns"]
    document = keta("find", text, "--json").document
    said = " ".join(document["warnings"])
    for command in led(keta, text):
        shown = keta(*command.split(), "--json").document["patterns"]
        assert any((each["form"], each["route"]) == (form, route) for each in shown), command
    if f"No {route} {form} dosing regimen is on record" in said and any(each["trials"] for each in listed):
        assert f"What trials gave: keta dosing {form} {route}." in said


@pytest.mark.parametrize("use", ["anaesthesia", "agitation", "ptsd", "depression", "suicidality"])
@pytest.mark.parametrize("people", PEOPLE)
def test_no_list_of_other_people_is_led_to(keta: Run, people: str, use: str) -> None:
    wanted = people.replace(" ", "-")
    for command in led(keta, f"ketamine dose {people} {use}"):
        shown = keta(*command.split(), "--json").document["patterns"]
        trials = {name for each in shown for name in (*each["trials"], *each["studies"])}
        assert any(wanted in DATA.trials[name].populations for name in trials), command


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("esketamine oral dose", "is of a trial, or of another form. What trials gave: keta dosing esketamine oral."),
        ("esketamine IV suicidality dose", "is of another form, or for another use or other people."),
        ("ketamine children anaesthesia dose", "those for adults are not shown."),
    ],
)
def test_it_is_said(keta: Run, text: str, said: str) -> None:
    assert keta("find", text, "--json").document["warnings"][0].endswith(said)
