"""A folder of Parquet files that describes itself, for Hugging Face and everybody else."""
