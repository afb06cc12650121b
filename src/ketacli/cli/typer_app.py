"""The Typer application, made from the table of commands."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from ketacli.cli.reader import whole_number
from ketacli.cli.table import COMMANDS, Command

KINDS: dict[str, Any] = {"flag": bool, "text": str, "int": int, "list": list[str]}


def build(run: Callable[[str, dict[str, Any]], int], words: list[str] | None = None) -> typer.Typer:
    """The application; every command calls ``run(name, values)`` and exits with what it returns.

    Typer takes milliseconds for each command: with ``words`` it has only those that they name.
    """
    app = typer.Typer(
        name="keta",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": []},
    )

    def root(
        context: typer.Context,
        version: Annotated[bool, typer.Option("--version")] = False,
        help: bool = False,  # noqa: A002, ARG001 - answered before this is called
    ) -> None:
        if version:
            raise typer.Exit(run("version", {}))
        if context.invoked_subcommand is None:
            raise typer.Exit(run("start", {}))

    root.__annotations__["help"] = Annotated[bool, _help(None, run)]
    app.callback(invoke_without_command=True)(root)
    for command in COMMANDS:
        if words is not None and command.name not in words:
            continue
        app.command(command.name)(_function(command, run))
    return app


def _help(command: str | None, run: Callable[[str, dict[str, Any]], int]) -> Any:
    """The option that asks for help, wherever it stands on a line: our page, not Typer's."""

    def show(asked: bool) -> None:
        if asked:
            raise typer.Exit(run("usage", {"command": command}))

    return typer.Option("-h", "--help", is_eager=True, callback=show)


def _function(command: Command, run: Callable[[str, dict[str, Any]], int]) -> Callable[..., None]:
    """A function whose signature says what the table says, for Typer to read."""

    def call(**values: Any) -> None:
        del values["help"]
        for name, value in values.items():
            if value is None and name in lists:
                values[name] = []
        raise typer.Exit(run(command.name, values))

    lists = {argument.name for argument in command.arguments if argument.many}
    lists |= {option.name for option in command.options if option.kind == "list"}
    parameters = [_parameter("help", Annotated[bool, _help(command.name, run)], False)]
    for argument in command.arguments:
        kind: Any = KINDS["list" if argument.many else "text"]
        info = typer.Argument(show_default=False)
        default = inspect.Parameter.empty if argument.required else None
        wanted: Any = kind if argument.required else kind | None
        annotation = Annotated[wanted, info]
        parameters.append(_parameter(argument.name, annotation, default))
    for option in command.options:
        parser = whole_number if option.kind == "int" else None
        flag = typer.Option(*option.flags, show_default=False, parser=parser)
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
