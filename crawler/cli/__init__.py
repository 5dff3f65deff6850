"""The newsdesk command: what joins its verbs, and what they share."""
