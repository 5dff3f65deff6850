"""The verbs of the newsdesk command: a module each, and beside it what only that verb needs."""
