"""A server that goes away in the middle of a run and comes back costs nothing but time."""

import subprocess
from pathlib import Path

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import (
    ROOT,
    TIMEOUT_S,
    crawl,
    crawl_command,
    paths,
    reasons,
    wait_until,
    write_sources,
)
from tests.integration.prose import page

SETTINGS = ("-s", "NEWSDESK_WORKERS=0", "-s", "DOWNLOAD_DELAY=0.2", "-s", "RETRY_TIMES=1")
DOWN = 2


def test_what_an_outage_cost_is_fetched_by_the_next_run(tmp_path: Path) -> None:
    with LocalSite(hosts=2) as site:
        rows = []
        for host in (1, DOWN):
            urls = [
                # Connections that stay open would outlive the server.
                site.put(
                    f"/{host}/{n}",
                    Answer(body=page(f"Story {n} of {host}"), headers={"Connection": "close"}),
                    host=host,
                )
                for n in range(15)
            ]
            rows.append({"id": f"host-{host}", "url": site.put_feed(urls, host)})
        write_sources(tmp_path, rows)
        run = subprocess.Popen(
            crawl_command(tmp_path, *SETTINGS), cwd=ROOT, stderr=subprocess.DEVNULL
        )
        wait_until(lambda: len(site.seen(f"/{DOWN}/3")) > 0)
        site.go_down(DOWN)
        assert run.wait(TIMEOUT_S) == 0
        fetched = {path for path in paths(tmp_path) if path.startswith(f"/{DOWN}/")}
        assert len(paths(tmp_path)) - len(fetched) == 15, "the other host went on"
        assert len(fetched) < 15

        for _ in range(3):
            crawl(tmp_path, *SETTINGS, code=None)
        assert reasons(tmp_path) == {}, "three runs during one outage give nothing up"
        site.come_back(DOWN)
        crawl(tmp_path, *SETTINGS)
        assert len(paths(tmp_path)) == 30
