"""Scrapy settings: constants only. ``newsdesk -s NAME=VALUE`` and ``scrapy -s`` override them."""

from importlib.metadata import version

BOT_NAME = "newsdesk"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
USER_AGENT = f"newsdesk/{version('newsdesk')} (news aggregator; obeys robots.txt)"
ROBOTSTXT_USER_AGENT = "newsdesk"
ROBOTSTXT_OBEY = True
ROBOTSTXT_PARSER = "crawler.middlewares.robots.RobotsRulesParser"

# Politeness: per registered domain, unless a source says otherwise. robots.txt can raise the delay.
DOWNLOAD_DELAY = 1.0
# On their way at once; what waits for the delay of its site does not count.
CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 2
# Scrapy makes so many tasks for what each response gives; a page gives one article.
CONCURRENT_ITEMS = 4
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"

# Any language: asked for English, some sites give their English edition. A source with a language
# asks for that.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
}

# Limits: Scrapy's own defaults are 1 GiB and three minutes.
# Of 2,500 pages of the measuring sets the largest has 5.3 MB.
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_VERIFY_CERTIFICATES = True
REDIRECT_MAX_TIMES = 10
# A page that loads itself again every minute is no redirect.
METAREFRESH_MAXDELAY = 5
DNS_TIMEOUT = 20
# Scrapy would drop a request without telling whoever waits for it: limits/traps.py has the limit.
URLLENGTH_LIMIT = 0

# Only http and https: no page and no redirect reads a file of this machine.
DOWNLOAD_HANDLERS = {
    "data": None,
    "file": None,
    "ftp": None,
    "http": "crawler.middlewares.guarded_downloads.GuardedDownloadHandler",
    "https": "crawler.middlewares.guarded_downloads.GuardedDownloadHandler",
    "s3": None,
}

# Consoles that run Python code for whoever reaches the port stay off.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Pages in the order in which the source names them: Scrapy's own order is last in, first out.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
# They wait there until their site has room for them.
SCHEDULER_PRIORITY_QUEUE = "crawler.middlewares.downloader.SiteQueue"

# The frontier decides what is requested; cookies would tie pages to what was read before. A chain
# of redirects has its own (redirects.py).
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"
HTTPERROR_ALLOW_ALL = True

DOWNLOADER = "crawler.middlewares.downloader.SiteDownloader"
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.source_hosts.SourceHostsMiddleware": 50,
    "crawler.middlewares.site_agents.SiteAgentsMiddleware": 52,
    "crawler.middlewares.secret_headers.SecretHeadersMiddleware": 55,
    "crawler.middlewares.private_networks.PrivateNetworksMiddleware": 60,
    "crawler.middlewares.put_aside.PutAsideMiddleware": 65,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    # It sees an answer before the retry middleware (550): the host waits before the retry.
    "crawler.middlewares.host_delay.HostDelayMiddleware": 560,
    "crawler.middlewares.content_encoding.ContentEncodingMiddleware": 590,
    # Where Scrapy has its own.
    "crawler.middlewares.redirects.RefreshesMiddleware": 580,
    "crawler.middlewares.redirects.RedirectsMiddleware": 600,
    # Nothing stands between it and the network.
    "crawler.middlewares.archiving.ArchivingMiddleware": 990,
}
ITEM_PIPELINES = {
    "pipelines.scrapy_components.ArticlePipeline": 300,
    "crawler.delivery.DeliveryPipeline": 800,
}
EXTENSIONS = {
    "scrapy.extensions.logstats.LogStats": None,
    # Disabled above, but importing it costs every run 0.4 s.
    "scrapy.extensions.remote_control.RemoteControl": None,
    "crawler.extensions.budget.BudgetExtension": 400,
    "crawler.extensions.measuring.MeasuringExtension": 500,
    "crawler.extensions.progress.ProgressExtension": 500,
}

DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"
LOG_LEVEL = "WARNING"
FEED_EXPORT_ENCODING = "utf-8"

# Our own settings.
NEWSDESK_OUTPUT = "output"
"""Folder of the dataset when a spider is started through ``scrapy crawl``."""
NEWSDESK_WORKERS = None
"""Processes that turn pages into articles. ``None``: one a core; 0: in the crawler's process."""
NEWSDESK_PAGE_TIMEOUT_S = 10.0
"""Seconds one page may take in a worker before it is rejected as ``page-timeout``."""
NEWSDESK_MAX_RETRY_AFTER_S = 120.0
"""A longer ``Retry-After`` ends the host for this run, and for later ones until it has passed."""
NEWSDESK_MAX_CRAWL_DELAY_S = 60.0
"""A longer crawl-delay in robots.txt is cut to this."""
NEWSDESK_WARC = False
"""Whether every answer is archived in ``warc/`` of the dataset (``--warc``)."""
NEWSDESK_WARC_MAX_BYTES = 1_000_000_000
"""An archive file that has so many bytes is finished and a new one begun."""
NEWSDESK_WARC_MAX_AGE_S = 86_400.0
"""So is one that was begun so many seconds ago."""
NEWSDESK_ALLOW_PRIVATE = False
"""Whether every request may go to addresses that are not public; a source may say so for itself."""
