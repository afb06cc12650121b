"""Drafts of records, as ``keta new`` prints them and ``keta fetch`` keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ketacli.build.drafts.draft import Draft
    from ketacli.records.dataset import Dataset

MOST = 60
"""Remarks of one sort that are told one by one."""


def draft_of(kind: str, text: str, dataset: Dataset, name: str | None = None) -> Draft:
    """The draft of ``trials`` from a record of a registry, or of ``sources`` from what a library writes.

    DataError for a text that is neither.
    """
    if kind == "trials":
        from ketacli.build.drafts.registry import trial_draft

        return trial_draft(text, dataset, name)
    from ketacli.build.drafts.library import source_drafts

    dois = {str(each.doi): each.id for each in dataset.sources if each.doi}
    return source_drafts(text, set(dataset.sources.ids()), dois, name)


def text_of(draft: Draft) -> str:
    """The TOML of a draft."""
    from ketacli.render.toml import document

    head = "# A draft: every value as the file has it. What a person must judge is named on standard error.\n\n"
    named = "".join(f"#   {each}\n" for each in draft.documents)
    head += (
        f"# Documents that it names, each to be drafted and cited where it shows a value:\n{named}\n" if named else ""
    )
    return head + document(draft.records)


def remarks(draft: Draft) -> list[str]:
    """What a person must judge, what was not mapped, and documents to draft, each as lines under a title."""
    found = []
    groups = (("a person must judge", draft.judge), ("not mapped", draft.unmapped), ("documents", draft.documents))
    for title, lines in groups:
        if lines:
            shown = list(dict.fromkeys(lines))
            more = [f"and {len(shown) - MOST} more"] if len(shown) > MOST else []
            found.append("\n".join([f"keta: {title}", *(f"  {line}" for line in [*shown[:MOST], *more])]))
    return found
