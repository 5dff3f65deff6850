from crawler.trap_options import TrapOptions


def test_a_pattern_is_given_up_before_its_host() -> None:
    options = TrapOptions()
    assert options.min_row < options.min_row_of_host < options.max_of_pattern
