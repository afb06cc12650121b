"""The Typer application, made from the table of commands."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from ketacli.cli.spec import COMMANDS, Command

KINDS: dict[str, Any] = {"flag": bool, "text": str, "int": int, "list": list[str]}


def build(run: Callable[[str, dict[str, Any]], int]) -> typer.Typer:
    """The application; every command calls ``run(name, values)`` and exits with what it returns."""
    app = typer.Typer(
        name="keta",
        help="Ketamine and its enantiomers: published evidence, with a source behind every number.",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog="keta help TOPIC explains words and rules; keta help lists the topics.",
    )

    @app.callback(invoke_without_command=True)
    def root(
        context: typer.Context,
        version: Annotated[bool, typer.Option("--version", help="Version of the program and of the data.")] = False,
    ) -> None:
        if version:
            raise typer.Exit(run("version", {}))
        if context.invoked_subcommand is None:
            raise typer.Exit(run("start", {}))

    for command in COMMANDS:
        app.command(command.name, help=command.answers, epilog=_epilog(command))(_function(command, run))
    return app


def _epilog(command: Command) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {example}" for example in command.examples)


def _function(command: Command, run: Callable[[str, dict[str, Any]], int]) -> Callable[..., None]:
    """A function whose signature says what the table says, for Typer to read."""

    def call(**values: Any) -> None:
        for name, value in values.items():
            if value is None and name in lists:
                values[name] = []
        raise typer.Exit(run(command.name, values))

    lists = {argument.name for argument in command.arguments if argument.many}
    lists |= {option.name for option in command.options if option.kind == "list"}
    parameters = []
    for argument in command.arguments:
        kind: Any = KINDS["list" if argument.many else "text"]
        info = typer.Argument(help=argument.help, metavar=argument.name.upper(), show_default=False)
        default = inspect.Parameter.empty if argument.required else None
        wanted: Any = kind if argument.required else kind | None
        annotation = Annotated[wanted, info]
        parameters.append(_parameter(argument.name, annotation, default))
    for option in command.options:
        flag = typer.Option(*option.flags, help=option.help, show_default=False)
        if option.kind == "flag":
            parameters.append(_parameter(option.name, Annotated[bool, flag], False))
        else:
            parameters.append(_parameter(option.name, Annotated[KINDS[option.kind] | None, flag], None))
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    call.__name__ = command.name
    return call


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
