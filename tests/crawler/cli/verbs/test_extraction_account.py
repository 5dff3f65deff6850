import signal
from pathlib import Path

import pytest

from crawler.cli.console import Console
from crawler.cli.verbs.extraction_account import Extraction, _signals_put_off
from crawler.run import SourceResult
from tests.crawler.state.examples import STORY, lines, open_dataset, rejection


@pytest.mark.usefixtures("interruptible")
def test_signal_waits_until_an_outcome_is_counted() -> None:
    done: list[str] = []

    def deliver() -> None:
        with _signals_put_off():
            signal.raise_signal(signal.SIGINT)
            done.append("counted")

    with pytest.raises(KeyboardInterrupt):
        deliver()
    assert done == ["counted"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("reason", ["worker-died", "internal-error"])
def test_a_page_that_was_lost_through_no_fault_of_its_own_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], reason: str
) -> None:
    with open_dataset(tmp_path) as dataset:
        account = Extraction(
            dataset=dataset, console=Console(), result=SourceResult(kind="archive"), write=None
        )
        account.take(rejection(STORY))
        assert (account.faults, account.rejected) == (0, 1)
        account.take(rejection(f"{STORY}/2", reason))
        assert (account.faults, account.rejected) == (1, 2)
    assert f"error: {STORY}/2: {reason}" in capsys.readouterr().err
    assert len(lines(tmp_path, "rejected")) == 2
