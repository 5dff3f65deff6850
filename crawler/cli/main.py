"""The newsdesk command: joins the verbs and turns what went wrong into exit codes."""

import argparse
import io
import logging
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from types import FrameType
from typing import Protocol, cast

from crawler.cli.console import STDOUT_NAME, Console, error_message
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import console_from
from crawler.cli.parsing import CommandParser
from crawler.cli.streams import open_closed_streams
from pipelines.errors import ConfigError, DatasetDiffersError, DatasetLockedError, NewsdeskError


class Verb(Protocol):
    """What the module of a verb offers. Heavy imports belong inside ``run``."""

    SUMMARY: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of the verb; ``description`` and ``epilog`` may be set as well."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it and return the exit code."""


_VERB_NAMES = (
    "demo", "init", "fetch", "crawl", "watch", "extract", "clean", "sources", "explain",
    "diff", "report", "export", "dataset", "serve", "reprocess", "doctor",
)  # fmt: skip
VERBS: Mapping[str, Verb] = {
    name: cast(Verb, import_module(f"crawler.cli.verbs.{name}")) for name in _VERB_NAMES
}
"""All verbs, in the order of the help: from first steps to looking closer."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    if argv is None:
        # For the processes that are started from here: rounds, workers, the demo's crawls. They
        # would take a folder "pipelines" or a file "html.py" of the working directory for a module.
        os.environ["PYTHONSAFEPATH"] = "1"
    arguments = sys.argv[1:] if argv is None else list(argv)
    open_closed_streams()
    _write_utf8()
    try:
        code = _main(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_stdout()
        return ExitCode.SUCCESS
    except OSError as error:
        # What a verb does is told in run_verb: this is the help, or what was still to be written.
        _drop_stdout()
        Console().error(f"{STDOUT_NAME}: {error.strerror}")
        return ExitCode.FAILURE
    return code


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = CommandParser(
        prog="newsdesk",
        description="From a list of news sources to one clean, dated record a story.",
        epilog="`newsdesk VERB --help` tells more of a verb; `newsdesk demo` shows it all at work.",
        allow_abbrev=False,
    )
    parser.set_defaults(print_help=parser.print_help)
    parser.add_argument("--version", action="store_true", help="print the version")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", title="verbs")
    for name, verb in VERBS.items():
        verb_parser = verbs.add_parser(
            name,
            help=verb.SUMMARY,
            description=f"{verb.SUMMARY}.",
            allow_abbrev=False,
        )
        verb.add_arguments(verb_parser)
        verb_parser.set_defaults(run=verb.run, print_help=verb_parser.print_help)
    return parser


_EXIT_CODES: tuple[tuple[type[Exception], ExitCode], ...] = (
    (ConfigError, ExitCode.USAGE),
    (DatasetDiffersError, ExitCode.CHECK_FAILED),
    (DatasetLockedError, ExitCode.DATASET_LOCKED),
    (NewsdeskError, ExitCode.FAILURE),
    (OSError, ExitCode.FAILURE),
)
"""The first line that fits decides."""


class _TerminatedError(BaseException):
    """SIGTERM came. No ``Exception``, so that nothing on the way takes it for a failure."""


_SIGNAL_OF: Mapping[type[BaseException], signal.Signals] = {
    KeyboardInterrupt: signal.SIGINT,
    _TerminatedError: signal.SIGTERM,
}
_AGAIN_AFTER_S = 0.05


def _main(arguments: Sequence[str]) -> int:
    parser = build_parser()
    unknown = _unknown_verb(arguments)
    try:
        if unknown is not None:
            parser.error(unknown)
        args = parser.parse_args(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else ExitCode.USAGE
    if args.version:
        from importlib.metadata import version

        print(f"newsdesk {version('newsdesk')}")
        return ExitCode.SUCCESS
    if args.verb is None or getattr(args, "action", "") is None:
        args.print_help(sys.stderr)
        return ExitCode.USAGE
    return run_verb(args, console_from(args))


def run_verb(args: argparse.Namespace, console: Console) -> int:
    """Run a verb and return its exit code; what goes wrong is told on the console."""
    console.listen_to_logging()
    if not console.settings.verbosity:
        # It warns about every page without text; the verb tells that itself, with the URL.
        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        with _terminating():
            code: int = args.run(args)
    except BrokenPipeError:
        raise
    except (NewsdeskError, OSError) as error:
        return _report(error, console)
    except KeyboardInterrupt:
        console.error("interrupted")
        return ExitCode.INTERRUPTED
    except _TerminatedError:
        console.error("terminated")
        return ExitCode.TERMINATED
    return code


def _report(error: NewsdeskError | OSError, console: Console) -> int:
    if console.settings.verbosity:
        console.detail(traceback.format_exc().rstrip())
    fields = {"reason": error.reason} if isinstance(error, NewsdeskError) else {}
    for line in error_message(error).splitlines():
        console.error(line, **fields)
    return next(code for kind, code in _EXIT_CODES if isinstance(error, kind))


def _unknown_verb(arguments: Sequence[str]) -> str | None:
    """Return a message when the verb does not exist. Options before the verb take no value."""
    verb = next((argument for argument in arguments if not argument.startswith("-")), None)
    if verb is None or verb in VERBS:
        return None
    meant = get_close_matches(verb, VERBS, n=1, cutoff=0.5)
    hint = f"did you mean {meant[0]!r}?" if meant else f"verbs are {', '.join(VERBS)}"
    if "://" in verb:
        hint = "`newsdesk fetch URL` reads a page, `newsdesk sources discover URL` finds sources"
    return f"there is no verb {verb!r}; {hint}"


@contextmanager
def _terminating() -> Iterator[None]:
    """End by an exception on SIGTERM, so that files and locks are given back."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise _TerminatedError

    before, hook_before = signal.signal(signal.SIGTERM, end), sys.unraisablehook
    sys.unraisablehook = partial(_send_again, otherwise=hook_before)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        sys.unraisablehook = hook_before


def _send_again(
    unraisable: "sys.UnraisableHookArgs", otherwise: "Callable[[sys.UnraisableHookArgs], object]"
) -> None:
    """Send a signal once more that came in a finaliser or a weak reference's callback.

    Python ignores what is raised there, and the process would go on for ever.
    """
    number = _SIGNAL_OF.get(unraisable.exc_type)
    if number is None:
        otherwise(unraisable)
    else:
        # Not from here: this is the same place.
        threading.Timer(_AGAIN_AFTER_S, _send_from_outside, (number,)).start()


def _send_from_outside(number: signal.Signals) -> None:
    """Send a signal once ``_send_again`` has ended: what is raised in it is ignored as well.

    On a busy machine the main thread may still be in it after a while.
    """
    main = threading.main_thread().ident
    while any(frame.f_code is _send_again.__code__ for frame in _frames(main)):
        time.sleep(_AGAIN_AFTER_S)
    os.kill(os.getpid(), number)


def _frames(thread: int | None) -> Iterator[FrameType]:
    frame = sys._current_frames().get(thread or 0)  # noqa: SLF001 - as its documentation has it
    while frame is not None:
        yield frame
        frame = frame.f_back


def _write_utf8() -> None:
    """Write UTF-8 whatever the locale says: JSON Lines is UTF-8 by definition."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def _drop_stdout() -> None:
    """Send what is still buffered nowhere: Python flushes stdout once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
