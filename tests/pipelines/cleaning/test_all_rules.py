from importlib.resources import files

from pipelines.cleaning.all_rules import ALL_RULES


def test_every_file_of_the_rules_folder_is_a_rule_that_runs() -> None:
    names = {
        path.name.removesuffix(".py").replace("_", "-")
        for path in files("pipelines.cleaning.rules").iterdir()
        if path.name.endswith(".py") and path.name != "__init__.py"
    }
    assert {rule.name for rule in ALL_RULES} == names


def test_rules_stand_in_the_order_of_their_names() -> None:
    assert [rule.name for rule in ALL_RULES] == sorted(rule.name for rule in ALL_RULES)
