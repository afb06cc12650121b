"""Commands on one record, on where values are from, and on the tool itself."""

from __future__ import annotations

from ketacli.cli.table.options import (
    AS_OF,
    CITE,
    DATA,
    FAIL_EMPTY,
    FIELDS,
    FILE,
    FORMAT,
    HELP_OUTPUT,
    LIST,
    LOGGED,
    NO_LOCAL,
    OUTPUT,
    WORDS,
    YEAR,
    Argument,
    Command,
    Option,
    choice,
)
from ketacli.records.kinds import RECORDS

COMMANDS = (
    Command(
        "show",
        "What is known of a trial, a form, an indication or anything else by name?",
        (Argument("name", "Id of any record, a registry number, kind/id; or an indication, a route, a population, "
                  "a body, ECT.", required=True, complete="records"),
         Argument("section", "Part of its page, such as harms or sources.")),
        (FIELDS, *OUTPUT),
        ("keta show transform-2", "keta show transform-2 harms", "keta show ptsd", "keta show NCT02418585",
         "keta show esketamine --json",
         "keta show transform-2 -o toml"),
    ),
    Command(
        "find",
        "Which facts answer a question?",
        (Argument("text", "A question or words, as you would say them.", many=True, required=True),),
        (Option("all", ("--all",), "flag", "Every record that answers, not only the best."), FAIL_EMPTY, *LIST),
        ("keta find how long does one infusion last", 'keta find "S(+)-ketamin"', "keta find blood pressure --json"),
    ),
    Command(
        "why",
        "Why is a value what it is: from where, how checked, and who says otherwise?",
        (Argument("path", "A record, or a path in it, such as transform-2.arms.", required=True, complete="records"),),
        OUTPUT,
        ("keta why transform-2.arms", "keta why escape-trd.outcomes.0", "keta why elekt-d.n_randomised --json"),
    ),
    Command(
        "cite",
        "How is a record, a document or keta itself cited?",
        (Argument("names", "Ids of records or documents.", many=True, complete="records"),),
        (
            Option("style", ("--style",), "text", "Style: bibtex (default), ris or csl-json.",
                   ("bibtex", "ris", "csl-json")),
            Option("self", ("--self",), "flag", "Cite this dataset."),
            Option("all", ("--all",), "flag", "Every document that a record rests on, not only its main ones."),
            *OUTPUT,
        ),
        ("keta cite transform-2", "keta cite elekt-d feder-2014 --style ris", "keta cite --self"),
    ),
    Command(
        "sources",
        "Which documents does the data come from, and what was seen of them?",
        (WORDS._replace(help="One document by its id, or what narrows the list down: an author, a tier, a year.",
                        complete="sources"),),
        (
            choice("tier", "sources", "Rank of the document."),
            choice("status", "sources", "Standing of the document."),
            YEAR,
            AS_OF,
            CITE,
            FAIL_EMPTY,
            *LIST,
        ),
        ("keta sources label", "keta sources popova-2019", "keta sources --year 2023- --json"),
    ),
    Command(
        "status",
        "How current and how well checked is the data?",
        (),
        (
            Option("verify", ("--verify",), "flag", "Compare the data files with the hashes that the build wrote; 5 "
                   "when they differ."),
            *OUTPUT,
        ),
        ("keta status", "keta status --json", "keta status --verify"),
    ),
    Command(
        "check",
        "Does a folder of records keep every rule of truth?",
        (Argument("directory", "Folder of TOML files, or one of them; - for records on standard input; when left out, "
                  "what every other command reads.", complete="directory"),),
        (Option("kind", ("--kind",), "text", "With -: what the record is, where its fields do not tell.",
                RECORDS),
         *(LOGGED if option is FORMAT else option
           for option in OUTPUT if option.name not in ("data", "no_local", "max_age"))),
        ("keta check", "keta check src/ketacli/data", "keta check --json", "keta check -o sarif"),
    ),
    Command(
        "assert",
        "Do the premises of a protocol, a leaflet or an application still hold?",
        (Argument("file", "TOML file with a list of premises, a line each; - is standard input.", required=True,
                  complete="file"),),
        OUTPUT,
        ("keta assert premises.toml", "keta assert premises.toml --json", "keta assert premises.toml -o jsonl"),
    ),
    Command(
        "diff",
        "What differs between two states of the data, and which conclusions turn?",
        (Argument("before", "The first state: a folder of records, a JSON file of keta export, a git revision "
                  "(REVISION or REVISION:FOLDER), or shipped.", required=True, complete="file"),
         Argument("after", "The second one; when left out, what every other command reads.", complete="file")),
        (
            Option("exit_code", ("--exit-code",), "flag", "End with 7 when anything differs, for scripts."),
            *LIST,
        ),
        ("keta diff export.json", "keta diff shipped clinic", "keta diff export.json clinic -o markdown",
         "keta diff export.json --where 'group=dose' --json"),
    ),
    Command(
        "schema",
        "What exactly is in the JSON of a command, or in the TOML of a record?",
        (Argument("name", "A command; with --record, a kind of record. All schemas when left out.",
                  complete="schemas"),),
        (
            Option("record", ("--record",), "flag", "The schema of the TOML file that authors write."),
            *(option for option in OUTPUT if option.name not in ("max_age", "no_header", "bom")),
        ),
        ("keta schema", "keta schema trials", "keta schema trials --record"),
    ),
    Command(
        "new",
        "How does a new record begin?",
        (
            Argument("kind", "Kind of record, such as trials or regimens.", required=True, complete="kinds"),
            Argument("name", "Id of the record: lower-case words joined by hyphens."),
        ),
        (
            Option("from_file", ("--from",), "text", "A draft of a trial from a record of ClinicalTrials.gov, or of "
                   "sources from RIS, BibTeX, CSL-JSON or nbib; - for standard input.", "file"),
            FILE,
            DATA,
            NO_LOCAL,
        ),
        ("keta new trials my-trial", "keta new trial --from NCT02210780.json",
         "keta new regimens racemic-oral-example", "keta new sources smith-2024"),
    ),
    Command(
        "fetch",
        "What do the registry, Crossref or PubMed have of a study or a document?",
        (Argument("names", "NCT numbers, DOIs and PMIDs; with --status, ids or DOIs of documents on record, all when "
                  "left out.", many=True),),
        (
            Option("status", ("--status",), "flag", "Ask Crossref for corrections and retractions of documents on "
                   "record, and report."),
            Option("into", ("--into",), "text", "Folder for the answer as it came and the draft made of it; this one "
                   "when left out.", "directory"),
            Option("force", ("--force",), "flag", "Write over files that are there."),
            Option("base", ("--base",), "list", "Address of a mirror, for one of registry, crossref and pubmed as in "
                   "crossref=https://mirror.example/v1, or for all; repeatable."),
            Option("timeout", ("--timeout",), "int", "Seconds to wait for an answer, 30 when left out."),
            *OUTPUT,
        ),
        ("keta fetch NCT02210780", "keta fetch 10.1056/nejmoa2304145 37792613 --into drafts",
         "keta fetch --status --output notices.csv", "keta fetch --status reif-2023 --json"),
    ),
    Command(
        "mcp",
        "How do agents ask keta over the Model Context Protocol?",
        (),
        (Option("http", ("--http",), "int", "Over HTTP on this port of this machine, not over standard streams."),
         DATA, NO_LOCAL),
        ("keta mcp", "keta mcp --http 8765", "keta mcp --no-local"),
    ),
    Command(
        "help",
        "What do the words and rules of the tool mean?",
        (Argument("topic", "A help topic or a command.", complete="topics"),),
        (Option("agent", ("--agent",), "flag", "How an agent or a script uses keta: keta help agents."),
         *(option for option in OUTPUT if option.name == "json"),
         FORMAT._replace(help="Format: table or json.", complete=("table", "json")),
         *(option for option in OUTPUT if option.name in HELP_OUTPUT and option.name != "json")),
        ("keta help", "keta help evidence", "keta help trials"),
    ),
    Command(
        "completion",
        "How do I complete ids and options with Tab?",
        (Argument("shell", "bash, zsh, fish or powershell.", False, True, ("bash", "zsh", "fish", "powershell")),),
        (),
        ("keta completion bash", "keta completion zsh", "keta completion fish"),
    ),
)  # fmt: skip
