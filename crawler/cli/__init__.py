"""The newsdesk command: one module a verb."""
