"""``keta trials``."""

from __future__ import annotations

from ketacli.cli.session import Session
from ketacli.cli.table import split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ketacli.cli.filters import Chosen
    from ketacli.evidence.beside import Estimate
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Trial
    from ketacli.screens.screen import Screen

WORDED = ("design", "comparator", "masking", "phase", "result", "status")


def run(*, words: list[str], fail_empty: bool, **values: Any) -> int:
    """List the trials that meet every filter."""
    filters, settings = split("trials", values)
    session = Session(**settings)
    if session.quick and not words:
        from ketacli.cli.quick import listing

        found_quickly = listing(session, "trials", "trials", filters)
        if found_quickly is not None:
            asked, ids = found_quickly
            session.records("trials", usual_species(asked), "trials", ids)
            return session.empty(bool(ids), fail_empty)
    from ketacli.cli.placing import placed

    filters, one = placed(session.dataset, "trials", "trials", words, filters)
    if one is not None:
        from ketacli.cli.commands.show import shown

        return shown(session, *one, " ".join(words))
    return listed(session, filters, fail_empty)


def listed(session: Session, filters: dict[str, Any], fail_empty: bool) -> int:
    """The list in any format and choice, by way of its records."""
    from ketacli.cli.filters import chosen
    from ketacli.records.choose import parts_of
    from ketacli.records.names import term

    dataset = session.dataset
    wanted = chosen(dataset, "trials", "trials", filters, session.where)
    # One pass over all: those that are left out are counted, not looked for again.
    every = wanted.every()
    left_out = {path: len(trials) for path, trials in wanted.left_out(every).items()}
    found = wanted.usual(every)
    del every

    def screen(shown: list[Trial]) -> Screen:
        names = [term(dataset, "indications", word, "--indication") for word in parts_of(filters["indication"])]
        title = filters_words(dataset, list(dict.fromkeys(names)), wanted)
        asks = shown and wanted.words("indication") and wanted.by is None
        beside = reviews_beside(dataset, wanted) if asks else []
        if session.full:
            from ketacli.screens.trials import trials_screen

            return trials_screen(dataset, shown, title, left_out, beside)
        from ketacli.screens.lists.trials import trials_list

        asked = wanted.words("indication")
        return trials_list(dataset, shown, title, left_out, beside, asked, bool(session.sort))

    return session.listing("trials", "trials", query(wanted), found, screen, fail_empty=fail_empty)


def query(wanted: Chosen) -> dict[str, Any]:
    """The filters as a JSON object has them."""
    return usual_species(wanted.asked)


def usual_species(asked: dict[str, Any]) -> dict[str, Any]:
    """The same, the usual species said."""
    return {**asked, "species": asked["species"] or ["human"]}


def filters_words(dataset: Dataset, indications: list[str], wanted: Chosen) -> str:
    """Every filter in words, for the title; empty without one. The species is said where it is not the usual one."""
    from ketacli.records.names import label

    asked = wanted.asked
    parts = [" and ".join(label(dataset, "indications", name) for name in indications)]
    for name, kind in (("form", "compounds"), ("route", "routes"), ("population", "populations")):
        parts.append(" or ".join(label(dataset, kind, each) for each in asked[name]))
    for name in WORDED:
        words = " or ".join(asked[name]).lower()
        parts.append(f"{name} {words}" if words else "")
    parts.append(f"year {asked['year']}" if asked["year"] else "")
    parts.append(f"n at least {asked['min_n']:,}" if asked["min_n"] is not None else "")
    parts.append(f"registry {asked['registry']}" if asked["registry"] else "")
    parts.append(f"as of {asked['as_of']}" if asked["as_of"] else "")
    parts.append("" if asked["species"] in ([], ["human"]) else f"species {' or '.join(asked['species'])}")
    text = ", ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def reviews_beside(dataset: Dataset, wanted: Chosen) -> list[Estimate]:
    """The meta-analyses on the indications asked for, the one that answers for them first."""
    from ketacli.evidence.beside import beside

    return beside(dataset, **{name: wanted.words(name) for name in ("form", "route", "indication")})
