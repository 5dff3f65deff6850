import subprocess
import sys

CHECK = """
import gc
import pipelines.workers.warm_up
from pipelines.extraction.body.line_model import load_glance_model
from pipelines.cleaning.phrase_book import load_phrases
from pipelines.language import _identifier
for once in (load_glance_model, load_phrases, _identifier):
    assert once.cache_info().currsize, once
assert gc.get_freeze_count() > 10_000 and gc.isenabled()
"""


def test_importing_it_reads_models_and_tables_and_freezes_them() -> None:
    subprocess.run([sys.executable, "-c", CHECK], check=True)
