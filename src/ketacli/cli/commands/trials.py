"""``keta trials``."""

from __future__ import annotations

from ketacli.cli.session import Session
from ketacli.cli.table import split
from ketacli.records.store import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ketacli.cli.filters import Chosen
    from ketacli.cli.quick import Found
    from ketacli.evidence.beside import Estimate
    from ketacli.records.dataset import Dataset
    from ketacli.records.store import Store
    from ketacli.records.trial import Trial
    from ketacli.screens.screen import Screen

WORDED = ("design", "comparator", "masking", "phase", "result", "status")


def run(*, words: list[str], fail_empty: bool, **values: Any) -> int:
    """List the trials that meet every filter."""
    filters, settings = split("trials", values)
    session = Session(**settings)
    if session.quick or session.quick_list:
        from ketacli.cli import quick

        chosen = quick.placed(session.store, "trials", "trials", words, filters)
        found = quick.listing(session.store, "trials", "trials", chosen) if chosen is not None else None
        if chosen is not None and found is not None:
            if session.quick:
                session.records("trials", usual_species(found.asked), "trials", found.ids)
            else:
                session.screen(drawn(session, chosen, found))
            return session.empty(bool(found.ids), fail_empty)
    from ketacli.cli.placing import placed

    filters, one = placed(session.dataset, "trials", "trials", words, filters)
    if one is not None:
        from ketacli.cli.commands.show import shown

        return shown(session, *one, " ".join(words))
    return listed(session, filters, fail_empty)


def drawn(session: Session, filters: dict[str, Any], found: Found) -> Screen:
    """The list as a screen, of lines that the build worked out."""
    from ketacli.cli.quick import words_of
    from ketacli.evidence.listed.trial_row import stored
    from ketacli.screens.lists.trials import trials_list

    store, asked = session.store, found.asked
    indications = [
        name for word in words_of(filters["indication"]) for name in store.meant("indications", "", fold(word))
    ]
    if not indications or not found.ids:
        pooled = ""
    elif len(set(indications)) == 1 and not asked["form"] and not asked["route"]:
        pooled = store.listed("indications", indications)[indications[0]]
    else:
        pooled = answering_words(session.dataset, asked)
    return trials_list(
        store, stored(store, found.ids), filters_words(store, indications, asked), found.left_out(), pooled,
        of_indications=bool(indications), as_sorted=False,
    )  # fmt: skip


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
        title = filters_words(dataset.store, names, wanted.asked)
        asks = bool(shown and wanted.words("indication") and wanted.by is None)
        if session.full:
            from ketacli.screens.trials import trials_screen

            return trials_screen(dataset, shown, title, left_out, reviews_beside(dataset, wanted.asked) if asks else [])
        from ketacli.evidence.listed.trial_words import rows
        from ketacli.screens.lists.trials import trials_list

        return trials_list(
            dataset.store, rows(dataset, shown), title, left_out,
            answering_words(dataset, wanted.asked) if asks else "",
            of_indications=bool(wanted.words("indication")), as_sorted=bool(session.sort),
        )  # fmt: skip

    return session.listing("trials", "trials", query(wanted), found, screen, fail_empty=fail_empty)


def query(wanted: Chosen) -> dict[str, Any]:
    """The filters as a JSON object has them."""
    return usual_species(wanted.asked)


def usual_species(asked: dict[str, Any]) -> dict[str, Any]:
    """The same, the usual species said."""
    return {**asked, "species": asked["species"] or ["human"]}


def filters_words(store: Store, indications: list[str], asked: dict[str, Any]) -> str:
    """Every filter in words, for the title; empty without one. The species is said where it is not the usual one."""
    parts = [" and ".join(store.title("indications", name) for name in dict.fromkeys(indications))]
    for name, kind in (("form", "compounds"), ("route", "routes"), ("population", "populations")):
        parts.append(" or ".join(store.title(kind, each) for each in asked[name]))
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


def reviews_beside(dataset: Dataset, asked: dict[str, Any]) -> list[Estimate]:
    """The meta-analyses on the indications asked for, the one that answers for them first."""
    from ketacli.evidence.beside import beside

    return beside(dataset, **{name: set(asked[name]) for name in ("form", "route", "indication")})


def answering_words(dataset: Dataset, asked: dict[str, Any]) -> str:
    """The pooled estimate that answers for the indications asked for, in words; empty for none."""
    from ketacli.evidence.listed.pooled import answering

    return answering(dataset, reviews_beside(dataset, asked), set(asked["indication"]))
