"""The bundled news site that ``newsdesk demo`` serves, host by host, each with its traps."""
