import subprocess
import sys
from pathlib import Path

from crawler.cli.watch_round import arguments
from crawler.watching.round_process import RoundOrder

ROOT = Path(__file__).parents[3]


def test_an_order_is_read_as_arguments_of_a_crawl() -> None:
    order = RoundOrder(
        config_path="s.toml", config_text="", ids=("a",), options={"output": "out", "limit": 3}
    )
    args = arguments(order)
    assert (args.ids, args.output, args.limit, args.dry_run) == (["a"], Path("out"), 3, False)


def test_a_round_without_an_order_does_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli.watch_round"],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
