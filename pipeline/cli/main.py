"""The `bilag` command. Each subcommand is a module of `pipeline.cli.commands`, loaded only when it is called."""

from __future__ import annotations

import importlib
import os
import re
import signal
from pathlib import Path
from typing import Any

import click

from pipeline.system.errors import RunError
from pipeline.system.terminal import clean

_COMMANDS = Path(__file__).parent / "commands"
_DOCSTRING = re.compile(r'\A"""(.+?)(?:\n|""")')


class LazyGroup(click.Group):
    """Finds subcommands by file name, without importing them.

    `commands/<name>.py` defines `command`; its docstring's first line is the help.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the modules, underscores as dashes."""
        del ctx
        return sorted(p.stem.replace("_", "-") for p in _COMMANDS.glob("[!_]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"pipeline.cli.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. A failure is a line and an exit code, never a traceback; `BILAG_TRACEBACK=1` shows it all."""
        if os.environ.get("BILAG_TRACEBACK"):
            return super().invoke(ctx)
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except RunError as error:
            raise click.ClickException(clean(error)) from error
        except KeyboardInterrupt:
            ctx.exit(128 + signal.SIGINT)
        except Exception as error:
            what = f"{type(error).__name__}: {error}" if not isinstance(error, OSError) else str(error)
            click.echo(
                clean(f"bilag {ctx.invoked_subcommand} failed: {what} (BILAG_TRACEBACK=1 shows where)"), err=True
            )
            ctx.exit(1)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; a name that is none is an error that tells the nearest."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(ctx), n=3)
            hint = f"nearest: {', '.join(near)}" if near else "`bilag --help` lists them"
            ctx.fail(f"there is no command {args[0]!r}; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands without importing them."""
        rows = [(name, _short_help(name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _short_help(name: str) -> str:
    text = (_COMMANDS / f"{name.replace('-', '_')}.py").read_text("utf-8")
    found = _DOCSTRING.match(text)
    return found.group(1).strip() if found else ""


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bilag")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="Configuration file; else what BILAG_CONFIG names, or bilag.toml where the program is started.",
)
def main(config: Path | None) -> None:
    """Danish municipal budget annexes (bilag) as a clean, typed Parquet dataset."""
    del config  # read by `pipeline.cli.options.configuration`
