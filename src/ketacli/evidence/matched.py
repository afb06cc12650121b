"""Which safety facts belong to what a report is about: of its products, its use and its people; the rest apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.harms import counted, one_each
from ketacli.records.meaning import narrower
from ketacli.records.order import ordered
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from collections.abc import Set as AbstractSet

    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Regimen
    from ketacli.records.safety import Safety
    from ketacli.records.trial import Trial

RULES = ("contraindication", "warning", "monitoring")
"""Kinds of safety facts that hold whatever was counted."""
ANAESTHETIC = ("anaesthesia", "sedation-emergency")
"""Uses of regimens in which the labels of anaesthetics hold."""
MISUSE = "recreational-use"

Product = tuple[str, str]
"""Ids of a form and of a route."""


class Asked(NamedTuple):
    """What safety facts are matched on."""

    products: frozenset[Product]
    """What the trials and the regimens gave."""
    settings: frozenset[str]
    """In treatment, in anaesthesia, or both."""
    people: frozenset[str] | None
    """Indications, with those above and below them; None where all will do."""
    named: frozenset[str]
    """The indications that were asked for, with those below them."""
    forms: frozenset[str]
    """Those that were asked for; none where all will do."""
    routes: frozenset[str]


class Matched(NamedTuple):
    """Safety facts, each kind in the order of its list."""

    fitting: tuple[Safety, ...]
    """Harms counted against a comparator, or of a form without such all on record; then rules."""
    apart: tuple[Safety, ...]
    """Of the same product for another use or other people; of the people by another product; and of a form by another
    route where its own has no contraindication on record."""


def matched(dataset: Dataset, asked: Asked) -> Matched:
    """The facts that fit and those that stand apart. A contraindication of the products is in one of the two."""
    held = [item for item in ordered(dataset, "safety", dataset.safety)
            if item.species == "human" and item.kind in ("harm", *RULES)]  # fmt: skip
    fitting = [item for item in held if fits(asked, item)]
    others = [item for item in held if item.setting != "recreational" and not fits(asked, item)]
    apart = [item for item in others if of_products(asked, item) or of_people(asked, item)]
    listed = {form for item in (*fitting, *apart) if item.kind == "contraindication" for form in item.forms}
    bare = {form for form, _ in asked.products} - listed
    apart += [item for item in others
              if item.kind == "contraindication" and item not in apart and bare & set(item.forms)]  # fmt: skip
    known = {form for item in fitting if item.kind == "harm" and asked.named & set(item.indications)
             for form in item.forms}  # fmt: skip
    apart = [item for item in apart if item.kind != "harm" or of_people(asked, item) or not known & set(item.forms)]
    return Matched((*harms(fitting), *(item for item in fitting if item.kind != "harm")), tuple(apart))


def asked_of(
    dataset: Dataset, forms: Collection[str], routes: Collection[str], indications: Collection[str],
    trials: Iterable[Trial], regimens: Iterable[Regimen],
) -> Asked:  # fmt: skip
    """What facts are matched on, from what was asked for and the trials and regimens that it has."""
    named = narrower(dataset, set(indications))
    held = [(item.form, route) for item in regimens for route in item.routes or ("",)]
    held += [(arm.form, arm.route or "") for trial in trials if trial.species == "human"
             for arm in trial.arms if arm.form is not None]  # fmt: skip
    wanted = {
        pair for pair in held
        if (not forms or pair[0] in forms) and (not routes or not pair[1] or pair[1] in routes)
    }  # fmt: skip
    if not wanted:
        wanted = {(form, route) for form in forms for route in routes or ("",)}
    routed = {form for form, route in wanted if route}
    uses = {item.use for item in regimens}
    settings = {"anaesthesia" if use in ANAESTHETIC else "treatment" for use in uses} or {"treatment"}
    people = None
    if named:
        people = named | set(wider(dataset, named)) | ({"psychiatric"} if "psychiatric" in uses else set())
    return Asked(
        frozenset(pair for pair in wanted if pair[1] or pair[0] not in routed),
        frozenset({*settings, "any", *(("recreational",) if MISUSE in named else ())}),
        None if people is None else frozenset(people),
        frozenset(named), frozenset(forms), frozenset(routes),
    )  # fmt: skip


def wider(dataset: Dataset, found: AbstractSet[str]) -> set[str]:
    """The terms above indications, of which a fact on them was told as well."""
    above = {dataset.indications.raw[name]["broader"] for name in found} - {None} - found
    return above | wider(dataset, above) if above else set()


def fits(asked: Asked, item: Safety) -> bool:
    """Whether a fact is of a product, a setting and people that were asked for."""
    if not of_products(asked, item) or item.setting not in asked.settings:
        return False
    # What a label says of anaesthesia holds in every use of an anaesthetic, such as status asthmaticus.
    return (
        asked.people is None or not item.indications or item.setting == "anaesthesia"
        or not asked.people.isdisjoint(item.indications)
    )  # fmt: skip


def of_products(asked: Asked, item: Safety) -> bool:
    """Whether a fact is of one of the products."""
    return any(of_product(each, item) for each in asked.products)


def of_product(product: Product, item: Safety) -> bool:
    """Whether a fact is of a form by a route; a route that nobody names is any."""
    form, route = product
    return form in item.forms and (not route or not item.routes or route in item.routes)


def of_people(asked: Asked, item: Safety) -> bool:
    """Whether a fact names the people asked for, and no form or route that was left out on purpose."""
    return (
        not asked.named.isdisjoint(item.indications)
        and (not asked.forms or not asked.forms.isdisjoint(item.forms))
        and (not asked.routes or not item.routes or not asked.routes.isdisjoint(item.routes))
    )


def harms(fitting: Iterable[Safety]) -> list[Safety]:
    """The harms of each form: those counted against a comparator, or all where none was."""
    return [item for _, held in by_forms(fitting) for item in ([each.item for each in one_each(counted(held))] or held)]


def by_forms(items: Iterable[Safety]) -> list[tuple[tuple[str, ...], list[Safety]]]:
    """Harms by the forms that each is of, in the order of the list."""
    found: dict[tuple[str, ...], list[Safety]] = {}
    for item in items:
        if item.kind == "harm":
            found.setdefault(item.forms, []).append(item)
    return list(found.items())
