"""Records as Parquet files. Needs ``newsdesk[parquet]``."""
