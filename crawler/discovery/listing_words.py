"""Words that tell stories from furniture on a listing page; the tables stand beside as data."""

import re
import tomllib
from importlib.resources import files

from pipelines.normalization import word_key

_TABLES: dict[str, list[str]] = tomllib.loads(
    files("crawler.discovery").joinpath("listing_words.toml").read_text(encoding="utf-8")
)

ACCOUNT_FOLDERS = frozenset(_TABLES["account_folders"])
LINK_LABELS = frozenset(map(word_key, _TABLES["link_labels"]))
"""Compared with ``word_key`` of the whole text of a link."""
READ_ON_LABELS = frozenset(map(word_key, _TABLES["read_on_labels"]))
NEXT_LABELS = frozenset(map(word_key, _TABLES["next_labels"]))
NEXT_SIGNS = frozenset({"›", "»", "→", ">", ">>", "»»", "⟩", "❯", "▶"})
LISTING_PATHS = frozenset(_TABLES["listing_paths"])
LIST_FOLDERS = frozenset(_TABLES["list_folders"])
SERVICE_HOSTS = frozenset(_TABLES["service_hosts"])
SERVICE_PATHS = frozenset(_TABLES["service_paths"])
UTILITY_PATHS = frozenset(_TABLES["utility_paths"])
CHROME_NAMES = frozenset(_TABLES["chrome_names"])
CARD_NAMES = frozenset(_TABLES["card_names"])
TITLE_NAMES = frozenset(_TABLES["title_names"])
SECTION_NAMES = frozenset(_TABLES["section_names"])
AUTHOR_NAMES = frozenset(_TABLES["author_names"])
UPDATED_NAMES = frozenset(_TABLES["updated_names"])

COUNTER_LABEL = re.compile(
    r"\d[\d.,\s]*(?:k|m)?\s*(?:comments?|replies|shares?|likes?|views?|points?|votes?|kommentare?"
    r"|commentaires?|comentarios?|commenti|comentários?|reacties|komentarz[ey]|комментари\w*"
    r"|коментар\w*|просмотр\w*|تعليق\w*|条?评论|評論|コメント)?"
    r"|(?:comments?|comentarios?):?\s*\(?(?:\d+|none|no)(?:\s+posted)?\)?|no\s+comments?",
    re.IGNORECASE,
)
AUTHOR_START = re.compile(
    r"(?:by|von|par|por|di|da|van|door|av|af|przez|автор|от|بقلم|كتب|作者|记者|文)[\s:：]",
    re.IGNORECASE,
)
SHARE_HOSTS = re.compile(
    r"(?:^|\.)(?:facebook\.com|twitter\.com|x\.com|t\.me|telegram\.me|wa\.me|whatsapp\.com|vk\.com"
    r"|ok\.ru|linkedin\.com|pinterest\.com|reddit\.com|instagram\.com|youtube\.com|youtu\.be"
    r"|tiktok\.com|threads\.net|bsky\.app|weibo\.com|line\.me|getpocket\.com|flipboard\.com"
    r"|play\.google\.com|apps\.apple\.com|itunes\.apple\.com)$"
)
"""Hosts that pages link to for sharing and following; no news page lists their posts as stories."""
