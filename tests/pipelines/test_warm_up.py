import subprocess
import sys

CHECK = """
import pipelines.warm_up
from pipelines.extraction.line_model import load_glance_model
from pipelines.cleaning.phrase_book import load_phrases
from pipelines.language import _identifier
for once in (load_glance_model, load_phrases, _identifier):
    assert once.cache_info().currsize, once
"""


def test_importing_it_reads_models_and_tables() -> None:
    subprocess.run([sys.executable, "-c", CHECK], check=True)
