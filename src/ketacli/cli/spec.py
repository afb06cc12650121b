"""Every command, its arguments and options, described once.

Typer's declarations, the fast reader, completion, help and the reference page all come from this
table, so it holds nothing but plain data and imports nothing heavy.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:

    class Option(NamedTuple):
        """One option of a command."""

        name: str
        flags: tuple[str, ...]
        kind: str
        help: str
        complete: str | tuple[str, ...] | None = None
        group: str = ""

    class Argument(NamedTuple):
        """One positional argument of a command."""

        name: str
        help: str
        many: bool = False
        required: bool = False
        complete: str | tuple[str, ...] | None = None

    class Command(NamedTuple):
        """One command."""

        name: str
        answers: str
        arguments: tuple[Argument, ...]
        options: tuple[Option, ...]
        examples: tuple[str, ...]

else:
    Option = namedtuple("Option", "name flags kind help complete group", defaults=(None, ""))
    Argument = namedtuple("Argument", "name help many required complete", defaults=(False, False, None))
    Command = namedtuple("Command", "name answers arguments options examples")

# Kinds of option: "flag", "text" (one value), "list" (repeatable, comma-separated), "int".
# ``complete`` names a vocabulary or kind, or lists the values.
# ``group`` is the heading that help puts an option under; without one it is a filter or an option of the command.

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown", "toml")

SCREEN = (
    Option("color", ("--color",), "text", "Colour: auto, always or never.", ("auto", "always", "never"), "screen"),
    Option("width", ("--width",), "int", "Columns to lay the screen out for.", None, "screen"),
    Option("accessible", ("--accessible",), "flag", "For screen readers: one fact a line, in sentences.", None,
           "screen"),
    Option("pager", ("--pager",), "flag", "Show what is longer than the terminal in a pager: less, or KETA_PAGER.",
           None, "screen"),
)  # fmt: skip
FILE = Option("output", ("--output",), "text", "Write to this file, whole or not at all.", "file", "output")
FORMAT = Option("output_format", ("-o", "--output-format"), "text",
                "Format: table, json, jsonl, csv, tsv, markdown or toml.", FORMATS, "output")  # fmt: skip
DATA = Option("data", ("--data",), "text", "Read a directory of TOML files instead of the shipped data.", "directory",
              "data")  # fmt: skip

OUTPUT = (
    Option("json", ("--json",), "flag", "One JSON object; short for -o json.", None, "output"),
    FORMAT,
    Option("no_header", ("--no-header",), "flag", "CSV and TSV without the line of names.", None, "output"),
    Option("bom", ("--bom",), "flag", "CSV and TSV with a byte order mark, for Excel.", None, "output"),
    FILE,
    *SCREEN,
    DATA,
    Option("max_age", ("--max-age",), "text", "Exit with 5 when the data was checked longer ago, such as 90d or 1y.",
           None, "data"),
)  # fmt: skip

HELP_OUTPUT = ("json", "color", "width", "accessible", "pager")
"""What of the output options a page of help takes."""

FIELDS = Option("fields", ("--fields",), "text", "Only these fields, dotted: id,design.comparator,arms.id.", None,
                "output")  # fmt: skip
CHOICE = (
    Option("where", ("--where",), "text", "Only what meets a condition: 'n>=100 and comparator=active'.", None,
           "choice"),
    Option("sort", ("--sort",), "text", "In the order of a field; -year or year:desc for the greatest first.", None,
           "choice"),
    Option("limit", ("--limit",), "int", "At most so many; what is left out is said.", None, "choice"),
    Option("offset", ("--offset",), "int", "Leave out so many at the start.", None, "choice"),
)  # fmt: skip
LIST = (FIELDS, *CHOICE, *OUTPUT)

FAIL_EMPTY = Option("fail_empty", ("--fail-empty",), "flag", "Exit with 4 when nothing matches.", None, "data")
CITE = Option("cite", ("--cite",), "text", "Cite the main documents instead: bibtex, ris or csl-json.",
              ("bibtex", "ris", "csl-json"), "output")  # fmt: skip
INDICATION = Option(
    "indication", ("--indication",), "list", "Indication, such as trd or ptsd; repeatable.", "indications"
)
FORM = Option("form", ("--form",), "list", "Form: racemic, esketamine, arketamine.", "compounds")
ROUTE = Option("route", ("--route",), "list", "Route, such as intravenous (iv) or intranasal.", "routes")
YEAR = Option("year", ("--year",), "text", "Year or span: 2019, 2015-2020, 2019-.")

LEVEL = Option("level", ("--level",), "text", "Confidence level: 95 (default), 90, 99.")
DRAWN = FORMAT._replace(help="Format: table, svg, json, jsonl, csv, tsv, markdown or toml.", complete=(*FORMATS, "svg"))

TRIAL_FILTERS = (
    INDICATION,
    FORM,
    ROUTE,
    Option(
        "design", ("--design",), "list", "Design of the study.",
        ("randomised", "non-randomised", "single-group", "parallel", "crossover", "randomised-withdrawal",
         "noninferiority", "superiority", "observational"),
    ),
    Option(
        "comparator", ("--comparator",), "list", "Kind of comparator; keta help evidence has what each means.",
        ("placebo", "active-placebo", "active", "dose", "usual-care", "none"),
    ),
    Option(
        "masking", ("--masking",), "list", "Who did not know what was given.",
        ("open", "single", "double", "triple", "quadruple", "not-stated"),
    ),
    Option("phase", ("--phase",), "list", "Phase: 1, 2, 3 or 4.", ("1", "2", "3", "4")),
    YEAR,
    Option("min_n", ("--min-n",), "int", "At least this many people."),
    Option(
        "result", ("--result",), "list", "Direction of the primary result.",
        ("favours-ketamine", "favours-comparator", "no-clear-difference", "non-inferior", "inferior", "mixed",
         "not-tested", "not-stated", "not-seen"),
    ),
    Option("registry", ("--registry",), "text", "Registry number, such as NCT02418585."),
    Option("species", ("--species",), "list", "Species: human (default), mouse, rat or any.",
           ("human", "mouse", "rat", "any")),
)  # fmt: skip

COMMANDS = (
    Command(
        "compare",
        "How do two or more forms, trials, regimens or guidelines differ?",
        (Argument("names", "Two or more names of one kind.", many=True, complete="records"),),
        (Option("all", ("--all",), "flag", "Also the rows that agree, and every detail."), *LIST),
        (
            "keta compare esketamine racemic",
            "keta compare transform-1 transform-2 transform-3",
            "keta compare esketamine racemic arketamine --json",
            "keta compare esketamine racemic -o markdown",
        ),
    ),
    Command(
        "trials",
        "Which trials exist, what was given against what, and what came of it?",
        (),
        (
            *TRIAL_FILTERS,
            CITE,
            FAIL_EMPTY,
            *LIST,
        ),
        (
            "keta trials --indication ptsd",
            "keta trials --form esketamine --comparator active --min-n 100",
            "keta trials --result no-clear-difference --json",
            "keta trials --where 'n>=100 and comparator=active' --fields id,year,n,result --sort n:desc",
        ),
    ),
    Command(
        "dosing",
        "Which doses were published, by whom, and are they licensed?",
        (Argument("what", "Route or form, such as iv or esketamine.", complete="routes-and-forms"),),
        (
            INDICATION,
            FORM,
            ROUTE,
            Option("status", ("--status",), "list", "Standing of the regimen.",
                   ("licensed", "off-label", "trial-only", "consensus", "not-stated")),
            Option("use", ("--use",), "list", "What the dose is given for.",
                   ("psychiatric", "anaesthesia", "sedation-emergency", "pain", "other")),
            Option("controls", ("--controls",), "flag", "Also the regimens of control arms."),
            Option("regimen", ("--regimen",), "text", "One regimen by id; with --weight, its arithmetic.", "regimens",
                   "arithmetic"),
            Option("weight", ("--weight",), "text", "Body weight in kg, for the arithmetic.", None, "arithmetic"),
            Option("strength", ("--strength",), "text", "Strength of the solution in mg/mL.", None, "arithmetic"),
            Option("volume", ("--volume",), "text", "Volume in mL that the dose is given in.", None, "arithmetic"),
            CITE,
            FAIL_EMPTY,
            *LIST,
        ),
        (
            "keta dosing iv",
            "keta dosing intranasal --status licensed",
            "keta dosing --regimen racemic-intravenous-elekt-d --weight 70 --strength 50 --volume 50",
        ),
    ),
    Command(
        "effect",
        "How large is a trial's effect, recomputed from its figures, and does the published one agree?",
        (Argument("trial", "A trial by id, name or registry number; none with --events or --mean.",
                  complete="trials"),),
        (
            Option("outcome", ("--outcome",), "text", "Outcome: an id, a kind, a scale, a harm, all or harms.",
                   ("response", "remission", "relapse", "primary", "all", "harms")),
            Option("events", ("--events",), "text", "Events and people of the first group, such as 10/34."),
            Option("control", ("--control",), "text", "Events and people of the control group, such as 7/29."),
            Option("mean", ("--mean",), "text", "Mean, SD and n of the first group, such as 17.5,12.2,34."),
            Option("control_mean", ("--control-mean",), "text", "Mean, SD and n of the control group."),
            Option("better", ("--better",), "text", "Which direction of given figures is good: higher or lower.",
                   ("higher", "lower")),
            Option("baseline", ("--baseline",), "text", "Also at this rate per 100 without the treatment."),
            Option("method", ("--method",), "list", "Interval: miettinen-nurminen, newcombe, wald, log-wald, score.",
                   ("miettinen-nurminen", "newcombe", "wald", "log-wald", "score")),
            LEVEL,
            Option("correlation", ("--correlation",), "text", "Correlation between the two treatments in a crossover."),
            FIELDS,
            *OUTPUT,
        ),
        (
            "keta effect elekt-d --outcome response",
            "keta effect transform-2 --outcome harms",
            "keta effect --events 10/34 --control 7/29",
        ),
    ),
    Command(
        "forest",
        "How do several trials' effects on one outcome line up, and may they be pooled?",
        (),
        (
            Option("outcome", ("--outcome",), "text", "Outcome: a kind, a scale, a harm, or words of its label.",
                   ("response", "remission", "relapse", "madrs", "primary", "dissociation", "nausea"), "plot"),
            Option("timepoint", ("--timepoint",), "text", "Time of the outcome, such as 'day 28', or a span of days.",
                   None, "plot"),
            Option("measure", ("--measure",), "text", "Measure: rd, rr, or, md, smd, hr; else what most trials have.",
                   ("rd", "rr", "or", "md", "smd", "hr"), "plot"),
            Option("basis", ("--basis",), "text", "Estimates: raw (recomputed) or published; else what covers most.",
                   ("raw", "published"), "plot"),
            Option("method", ("--method",), "list", "Intervals of rows, and pooling: reml (default), pm, dl, common.",
                   ("reml", "pm", "dl", "common", "miettinen-nurminen", "newcombe", "wald", "log-wald", "score"),
                   "plot"),
            Option("multiarm", ("--multiarm",), "text", "Arms that share a control group: combine, split or keep.",
                   ("combine", "split", "keep"), "plot"),
            Option("baseline", ("--baseline",), "text", "Pooled ratio at this rate per 100 without the treatment.",
                   None, "plot"),
            Option("leave_one_out", ("--leave-one-out",), "flag", "Also the pool without each trial in turn.",
                   None, "plot"),
            Option("order", ("--sort",), "text", "Order of rows: year (default), name, effect, weight, n.",
                   ("year", "name", "effect", "weight", "n"), "plot"),
            Option("exclude", ("--exclude",), "list", "Leave these trials out.", "trials", "plot"),
            LEVEL._replace(group="plot"),
            *TRIAL_FILTERS,
            Option("condition", ("--where",), "text",
                   "Only trials that meet a condition: 'n>=100 and comparator=active'."),
            FAIL_EMPTY,
            FIELDS,
            *(DRAWN if option is FORMAT else option for option in OUTPUT),
        ),
        (
            "keta forest --form esketamine --outcome response --timepoint 28d --comparator placebo --multiarm keep",
            "keta forest --form esketamine --outcome madrs --timepoint 28d --multiarm keep",
            "keta forest --outcome dissociation --measure rr --comparator placebo --multiarm combine",
            "keta forest --form esketamine --outcome response --timepoint 28d --multiarm keep -o svg",
        ),
    ),
    Command(
        "guidelines",
        "What do guidelines say, in their own grades, and which is the newest?",
        (),
        (
            Option("body", ("--body",), "list", "Body, such as canmat or nice.", "bodies"),
            FORM,
            ROUTE,
            INDICATION,
            YEAR,
            Option("history", ("--history",), "flag", "Also editions that have been superseded."),
            CITE,
            FAIL_EMPTY,
            *LIST,
        ),
        (
            "keta guidelines --body canmat",
            "keta guidelines --indication ptsd",
            "keta guidelines --form esketamine --json",
            "keta guidelines -o tsv",
        ),
    ),
    Command(
        "show",
        "What is known of one record, with the source of every value?",
        (Argument("name", "Id of any record, a registry number, or kind/id.", required=True, complete="records"),),
        (FIELDS, *OUTPUT),
        ("keta show transform-2", "keta show NCT02418585", "keta show esketamine --json",
         "keta show transform-2 -o toml"),
    ),
    Command(
        "find",
        "Where is something mentioned?",
        (Argument("text", "Words to look for; synonyms and near spellings are found too.", many=True, required=True),),
        (FAIL_EMPTY, *LIST),
        ("keta find midazolam", 'keta find "S(+)-ketamin"', "keta find blood pressure --json"),
    ),
    Command(
        "safety",
        "Which harms, contraindications, warnings and monitoring rules are on record, and how often?",
        (Argument("form", "Form: racemic, esketamine or arketamine.", complete="compounds"),),
        (
            Option("kind", ("--kind",), "list", "Kind: warning, contraindication, harm, monitoring, tool, signal.",
                   ("warning", "contraindication", "harm", "monitoring", "tool", "signal")),
            ROUTE,
            Option("system", ("--system",), "list", "What it concerns.",
                   ("cardiovascular", "sedation-and-breathing", "dissociation-and-perception", "psychiatric",
                    "cognition", "dependence-and-misuse", "urinary", "liver", "gastrointestinal",
                    "pregnancy-and-reproduction",
                    "general", "practice")),
            Option("when", ("--when",), "list", "In relation to a dose.",
                   ("before", "during", "after", "long-term", "any")),
            CITE,
            FAIL_EMPTY,
            *LIST,
        ),
        (
            "keta safety esketamine --kind contraindication",
            "keta safety --system urinary",
            "keta safety racemic --json",
        ),
    ),
    Command(
        "reviews",
        "What did meta-analyses and systematic reviews find, and how sure are they?",
        (),
        (
            INDICATION,
            FORM,
            ROUTE,
            Option("kind", ("--kind",), "list", "Kind of review.",
                   ("meta-analysis", "network-meta-analysis", "individual-participant-meta-analysis",
                    "systematic-review", "narrative-review", "pharmacovigilance", "pooled-analysis",
                    "health-technology-review")),
            YEAR,
            CITE,
            FAIL_EMPTY,
            *LIST,
        ),
        ("keta reviews --indication suicidality", "keta reviews --kind pharmacovigilance", "keta reviews --json"),
    ),
    Command(
        "timeline",
        "What happened when: approvals, scheduling, warnings, guidance, deals?",
        (),
        (
            Option("jurisdiction", ("--jurisdiction",), "list", "Jurisdiction, such as US or EU.", "jurisdictions"),
            FORM,
            Option("kind", ("--kind",), "list", "Kind of event.",
                   ("approval", "refusal", "label-change", "warning", "scheduling", "reimbursement", "guidance",
                    "commercial", "research", "history")),
            YEAR,
            CITE,
            FAIL_EMPTY,
            *LIST,
        ),
        ("keta timeline --jurisdiction US", "keta timeline --kind approval", "keta timeline --year 2019- --json"),
    ),
    Command(
        "topics",
        "What do sources say on mechanism, maintenance, psychotherapy and the like, and on what does it rest?",
        (Argument("topic", "Topic, such as mechanism, maintenance or open-question.", complete="subjects"),),
        (
            FORM,
            INDICATION,
            Option("kind", ("--kind",), "list", "Kind of statement.",
                   ("finding", "caveat", "recommendation", "hypothesis", "open-question", "practice", "background")),
            Option("basis", ("--basis",), "list", "What it rests on.",
                   ("human", "animal", "in-vitro", "mixed", "opinion", "not-stated")),
            CITE,
            FAIL_EMPTY,
            *LIST,
        ),
        ("keta topics mechanism", "keta topics maintenance", "keta topics --kind open-question --json"),
    ),
    Command(
        "conflicts",
        "Where do sources disagree, and what does keta use?",
        (),
        (
            INDICATION,
            FORM,
            Option("source", ("--source",), "text", "Conflicts in which this document takes part.", "sources"),
            Option("kind", ("--kind",), "list", "Kind of conflict.",
                   ("contradicts-primary", "internal", "omission", "outdated", "miscited", "untraceable", "naming",
                    "between-sources")),
            CITE,
            FAIL_EMPTY,
            *LIST,
        ),
        ("keta conflicts", "keta conflicts --source belge-2024", "keta conflicts --kind miscited --json"),
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
        (Argument("name", "One document by its id.", complete="sources"),),
        (
            Option("tier", ("--tier",), "list", "Rank of the document.",
                   ("registry", "primary", "label", "guideline", "systematic-review", "narrative-review", "editorial",
                    "web")),
            Option("status", ("--status",), "list", "Standing of the document.",
                   ("ok", "corrected", "concern", "retracted", "untraceable", "not-checked")),
            YEAR,
            CITE,
            FAIL_EMPTY,
            *LIST,
        ),
        ("keta sources --tier label", "keta sources popova-2019", "keta sources --year 2023- --json"),
    ),
    Command(
        "status",
        "How current and how well checked is the data?",
        (),
        OUTPUT,
        ("keta status", "keta status --json", "keta status --width 60"),
    ),
    Command(
        "check",
        "Does a data directory keep every rule of truth?",
        (Argument("directory", "Directory of TOML files; - for records on standard input; when left out, KETA_DATA or "
                  "the shipped data.", complete="directory"),),
        (Option("kind", ("--kind",), "text", "With -: what the record is, where its fields do not tell.",
                ("compounds", "regimens", "trials", "guidelines", "reviews", "safety", "events", "topics",
                 "conflicts", "sources")),
         *tuple(option for option in OUTPUT if option.name not in ("data", "max_age"))),
        ("keta check", "keta check src/ketacli/data", "keta check --json"),
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
            Argument("name", "Id of the record: lower-case words joined by hyphens.", required=True),
        ),
        (FILE, DATA),
        ("keta new trials my-trial", "keta new regimens racemic-oral-example", "keta new sources smith-2024"),
    ),
    Command(
        "export",
        "How do I take all of the data elsewhere?",
        (),
        tuple(option for option in OUTPUT if option not in SCREEN and option.name not in ("no_header", "bom")),
        ("keta export", "keta export --json", "keta export --max-age 90y"),
    ),
    Command(
        "help",
        "What do the words and rules of the tool mean?",
        (Argument("topic", "A help topic or a command.", complete="topics"),),
        (*(option for option in OUTPUT if option.name == "json"),
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

BY_NAME = {command.name: command for command in COMMANDS}

TOPICS = (
    "formatting",
    "exit-codes",
    "evidence",
    "pooling",
    "guideline-levels",
    "data",
    "safety",
    "environment",
    "where",
)

GROUPS = (
    ("The studies", ("find", "trials", "show", "compare", "effect", "forest")),
    ("What is given and advised", ("dosing", "guidelines", "safety", "reviews")),
    ("Background", ("topics", "timeline")),
    ("How sure, and says who", ("why", "conflicts", "sources", "cite", "status")),
    ("The tool", ("check", "new", "schema", "export", "help", "completion")),
)
"""The commands in the order in which they are best learned; those not named here come last."""
