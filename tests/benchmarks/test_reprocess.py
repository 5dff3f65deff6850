from benchmarks.reprocess import Pass


def test_a_pass_is_told_in_one_line() -> None:
    done = Pass(pages=5, changed=2, identical=3, sockets=0, seconds=1.25)
    assert done.line("first pass") == (
        "first pass: 5 pages, 2 changed, 3 identical, 0 sockets, 1.2 s"
    )
