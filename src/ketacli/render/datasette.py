"""What Datasette is told of an exported database: titles, meanings, units, facets and questions to begin with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ketacli.evidence.exported import ARMS, COMPARISONS
from ketacli.records.asked import LEAD
from ketacli.records.kinds import RECORDS
from ketacli.render.described import UNITS, meaning, meaning_of, title, title_of

if TYPE_CHECKING:
    from ketacli.evidence.exported import Exported
    from ketacli.records.tables import Table

LICENCES = {"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/"}
FACETS = {ARMS.name: ["comparison", "kind", "scale"], COMPARISONS.name: ["comparison", "measure", "basis"]}
"""Of tables without a list; a kind's are the fixed words among the first columns of its list."""
LABELS = ("name", "title", "label")
"""What a row is called where another table leads to it: the first of these that it has."""

QUESTIONS: dict[str, tuple[str, str, str]] = {
    "trials_of_an_indication": (
        "trials",
        "Which trials exist in an indication, such as ptsd?",
        "SELECT trials.id, name, year, n, design_comparator, result_direction, status, species FROM trials "
        "JOIN trials_indications ON trial = trials.id WHERE value = :indication ORDER BY year DESC, trials.id",
    ),
    "effects_on_a_scale": (
        "trials",
        "Which effects were published on a scale, such as madrs?",
        "SELECT outcomes.trial, label, timepoint, arm, versus, measure, value, lower, upper, unit, p, source, at, "
        "effects.path FROM trials_outcomes AS outcomes JOIN trials_outcomes_effects AS effects "
        "ON effects.parent = outcomes.path WHERE scale = :scale ORDER BY outcomes.trial, effects.path",
    ),
    "counts_of_a_harm": (
        "trials",
        "How many people had a harm, such as dissociation, in each arm?",
        "SELECT harms.trial, event, arm, events, n, percent, results.source, results.at FROM trials_harms AS harms "
        "JOIN trials_harms_results AS results ON results.parent = harms.path "
        "WHERE event LIKE '%' || :harm || '%' ORDER BY harms.trial, results.path",
    ),
    "doses_by_a_route": (
        "regimens",
        "Which doses were published by a route, such as intravenous?",
        "SELECT regimens.id, name, form, use, regimens_dose.value AS dose, maximum_value, maximum_unit, source, at "
        "FROM regimens JOIN regimens_routes AS routes ON routes.regimen = regimens.id "
        "JOIN regimens_dose ON regimens_dose.regimen = regimens.id WHERE routes.value = :route "
        "ORDER BY form, regimens.id, regimens_dose.ordinal",
    ),
    "positions_on_a_form": (
        "guidelines",
        "What do guidelines say of a form, such as esketamine?",
        "SELECT guidelines.id, body, year, superseded_by, position, said.value, level, strength, said.source, said.at "
        "FROM guidelines JOIN guidelines_recommendations AS said ON said.guideline = guidelines.id "
        "JOIN guidelines_recommendations_forms AS forms ON forms.parent = said.path WHERE forms.value = :form "
        "ORDER BY year DESC, guidelines.id, said.ordinal",
    ),
}  # fmt: skip
"""By name: the kind that has to be there, what is asked, and how."""
COUNTED = "SELECT '{0}' AS kind, id, {1} AS name FROM {0} WHERE rowid IN (SELECT rowid FROM {0}_fts "
COUNTED += "WHERE {0}_fts MATCH escape_fts(:words))"


def metadata(export: Exported, name: str) -> str:
    """The text of a metadata file for the database of that name."""
    meta = export.meta
    licence = meta["licence"]
    said = {
        "title": "keta: published evidence on ketamine and its enantiomers",
        "description": f"Data {meta['version']}, checked to {meta['checked_through']}. {meta['advice']}",
        "license": licence,
        **({"license_url": LICENCES[licence]} if licence in LICENCES else {}),
        "databases": {
            name: {
                "tables": {table.name: _table(export, table) for table in export.tables()},
                "queries": _queries(export),
            }
        },
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _table(export: Exported, table: Table) -> dict[str, Any]:
    columns = [column.name for column in table.columns]
    lead = [path.replace(".", "_") for path in LEAD.get(table.name, ())]
    facets = FACETS.get(table.name, [each.name for each in table.columns if each.choices and each.name in lead])
    label = next((each for each in LABELS if each in columns), None)
    searched = table.name == table.kind in RECORDS and export.dataset.store.full_text
    return {
        "title": title_of(table),
        "description": meaning_of(table),
        "columns": {each.name: f"{title(each, table)}. {meaning(each, table)}".strip() for each in table.columns},
        **({"units": held} if (held := {each: UNITS[each] for each in columns if each in UNITS}) else {}),
        **({"facets": facets} if facets else {}),
        **({"label_column": label} if label else {}),
        **({"fts_table": f"{table.name}_fts", "fts_pk": "rowid"} if searched else {}),
        # A list of plain values is read with the table that it belongs to.
        **({"hidden": True} if table.cls is None else {}),
    }


def _queries(export: Exported) -> dict[str, Any]:
    found = {name: {"title": asked, "sql": sql} for name, (kind, asked, sql) in QUESTIONS.items() if kind in export.ids}
    kinds = [kind for kind in export.ids if kind in RECORDS]
    if export.dataset.store.full_text:
        parts = [COUNTED.format(kind, "title" if kind == "sources" else "name") for kind in kinds]
        found["search"] = {"title": "Which records have these words?", "sql": " UNION ALL ".join(parts)}
    return found
