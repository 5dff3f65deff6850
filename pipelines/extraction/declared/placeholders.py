"""Values that a system left where it had nothing to fill in."""

import re

# What template languages put around the names of their variables, and nothing else beside it:
# ``{{ site.name }}``, ``{$plugin.site_name}``, ``${title}``, ``%title%``, ``<%= title %>``,
# ``[NAME]``, ``[object Object]``.
_VARIABLE = re.compile(
    r"\$?\{+[^{}]{0,200}\}+|%[\w.-]{2,60}%|<[%?].{0,200}[%?]>"
    r"|\[[A-Z][A-Z _-]{1,60}\]|\[object \w{1,40}\]",
    re.DOTALL,
)
_EMPTY = frozenset(
    {"-", "--", "n/a", "nan", "none", "not set", "null", "undefined", "your keywords here"}
)


def is_placeholder(text: str) -> bool:
    """Return whether a value is the name of a variable or says that there is none."""
    return _VARIABLE.fullmatch(text.strip()) is not None or text.strip().lower() in _EMPTY
