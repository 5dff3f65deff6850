"""The command line of a benchmark."""

import argparse


def command_parser(name: str, docstring: str | None) -> argparse.ArgumentParser:
    """Return a parser that calls a benchmark as it is run, and says what it tells.

    Args:
        name: of the module.
        docstring: of the module; its first line is shown.
    """
    return argparse.ArgumentParser(
        prog=f"python -m benchmarks.{name}", description=(docstring or "").split("\n", 1)[0]
    )
