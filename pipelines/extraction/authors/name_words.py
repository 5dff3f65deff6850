"""Words that tell names of people from others, in the languages of the pages that were read."""

ROLE_ENDINGS = (
    "journalist", "journalistin", "korrespondent", "korrespondentin", "leiter", "leiterin",
    "redakteur", "redakteurin", "referent", "referentin",
)  # fmt: skip
"""Of German words for jobs, which are written in one: "Projektleiterin"."""
BYLINE_WORDS = (
    "af", "av", "by", "bởi", "di", "door", "escrito por", "geschreven door", "kirjoittanut", "oleh",
    "par", "penulis", "por", "scritto da", "szerző", "tekst", "teksti", "text", "tác giả",
    "verfasst von", "von", "yazan", "écrit par", "írta", "αρθρογράφος", "γράφει", "συντάκτης",
    "της", "του", "автор", "текст", "ავტორი", "लेखक",
)  # fmt: skip
"""What stands before a name in by-lines, whatever follows."""
BYLINE_LABELS = ("haber", "reporter", "story", "words")
"""The same where a colon follows."""
_TEXT = r"(?:reportage|reporting|story|tekst|texte?|testo|texto|words)"
_PICTURES = (
    r"(?:bilder|foto['’]?s?|fotografie|images|photo(?:graph|graphie)?s?|photography|pictures|video)"
)
_AND = r"\s*(?:\b(?:and|e|en|et|og|och|und|y)\b|[&+/])\s*"
_WITH_PICTURES = (
    rf"(?:{_TEXT}{_AND}{_PICTURES}|{_PICTURES}{_AND}{_TEXT})(?:\s+(?:by|de|di|door|par|von))?"
)
_GERMAN_TEXTS = ("artikel", "beitrag", "bericht", "essay", "kommentar", "reportage", "text")
WORDED_BYLINE = "|".join(
    (
        _WITH_PICTURES,
        *(word.replace(" ", r"\s+") for word in BYLINE_WORDS),
        rf"(?:{'|'.join(BYLINE_LABELS)})(?=\s*:)",
        r"contributors?(?=:)",
        rf"(?:\w+\s+){{0,2}}(?:gast)?(?:{'|'.join(_GERMAN_TEXTS)})\s+von",
    )
)
"""The pattern of these, of "Story and photos by" and "Ein Gastbeitrag von", to stand in others."""
PARTICLES = frozenset(
    {
        "af", "al", "ap", "av", "ben", "bin", "bint", "da", "das", "de", "dei", "del", "della",
        "den", "der", "di", "do", "dos", "du", "e", "el", "ibn", "la", "las", "le", "los", "op",
        "san", "ten", "ter", "van", "vom", "von", "y", "zu", "zum", "zur",
    }
)  # fmt: skip
"""What stands in small letters in names of people."""
PAGE_WORDS = frozenset(
    {
        "about", "advertisement", "advertiser", "alle", "archive", "archives", "article",
        "articles", "artikel", "bio", "breaking", "by", "categories", "category", "comment",
        "comments", "contact", "copyright", "disclosure", "email", "exclusive", "facebook",
        "follow", "full", "help", "here", "home", "instagram", "keine", "kommentar", "kommentare",
        "large", "last", "learn", "linkedin", "login", "medium", "mehr", "min", "mins",
        "navigation", "newsletter", "no", "pinterest", "policy", "posted", "posts", "previous",
        "print", "privacy", "published", "read", "reddit", "reply", "search", "see", "share",
        "sign", "small", "social", "sponsored", "subscribe", "tags", "terms", "this", "tumblr",
        "twitter", "uncategorized", "update", "updated", "view", "weitere", "whatsapp", "written",
        "your", "youtube",
    }
)  # fmt: skip
"""What stands in the place of a name, but is a word of the page."""
BUSINESS_WORDS = frozenset(
    {
        "academy", "agency", "america", "american", "association", "books", "bulletin", "business",
        "canada", "capital", "center", "centre", "chronicle", "city", "club", "co", "college",
        "communications", "community", "company", "consulting", "council", "courier", "daily",
        "data", "design", "development", "dispatch", "education", "engineering", "enquirer",
        "entertainment", "europe", "evening", "examiner", "express", "fashion", "finance",
        "financial", "fitness", "food", "football", "foundation", "gazette", "global", "gmbh",
        "group", "guardian", "guide", "guides", "health", "herald", "home", "house", "hub", "inc",
        "independent", "inquirer", "insider", "institute", "insurance", "international", "journal",
        "lab", "labs", "law", "life", "limited", "live", "llc", "local", "ltd", "mail",
        "marketing", "money", "morning", "music", "national", "observer", "operations", "plus",
        "politics", "post", "pro", "radio", "record", "register", "report", "research", "review",
        "reviews", "sales", "school", "science", "security", "shop", "social", "society",
        "software", "solutions", "sport", "sports", "standard", "star", "store", "strategy",
        "street", "sun", "systems", "tech", "technologies", "technology", "telegraph",
        "television", "time", "times", "travel", "tribune", "tv", "university", "usa", "voice",
        "watch", "wire", "world", "zeitung",
    }
)  # fmt: skip
"""Common in the names of publications and companies, rare in those of people."""
SIGNING_WORDS = frozenset(
    {
        "agency", "board", "bureau", "contributor", "contributors", "desk", "editorial",
        "editors", "news", "newsroom", "press", "redaktion", "redazione", "rédaction", "staff",
        "team",
    }
)  # fmt: skip
"""What an organisation's name says that signs a story."""
UNNAMED_WORDS = frozenset(
    {
        "contributor", "contributors", "correspondent", "correspondents", "reporter", "reporters",
        "reports", "staff", "writer", "writers",
    }
)  # fmt: skip
"""What says that somebody wrote, not who."""
ARTICLES = frozenset({"dem", "der", "des", "die"})
"""German for "the": a name that begins with one is a title ("Von der Quelle zum Meer")."""
COUNTRIES = frozenset(
    {
        "australia", "austria", "belgique", "belgium", "brasil", "brazil", "canada", "deutschland",
        "españa", "france", "germany", "great britain", "india", "italia", "italy", "méxico",
        "mexico", "nederland", "netherlands", "österreich", "poland", "polska", "portugal",
        "schweiz", "spain", "suisse", "switzerland", "türkiye", "turkey", "uk", "ukraine",
        "united kingdom", "united states", "usa", "россия", "украина", "україна",
    }
)  # fmt: skip
"""As the last word of an address, without those that people are called after (Chad, Jordan)."""
DAYS = frozenset(
    {
        "fri", "friday", "mon", "monday", "sat", "saturday", "sunday", "thu", "thursday", "tue",
        "tuesday", "wed", "wednesday",
    }
)  # fmt: skip
"""English names of days: what is left of a date in a by-line."""
JOBS = frozenset(
    {
        "analyst", "anchor", "columnist", "contributor", "contributors", "correspondent",
        "correspondents", "critic", "editor", "editors", "fellow", "intern", "journalist",
        "journalists", "photographer", "producer", "reporter", "reporters", "writer", "writers",
    }
)  # fmt: skip
JOB_KINDS = frozenset(
    {
        "assistant", "associate", "business", "chief", "city", "contributing", "crime", "deputy",
        "digital", "education", "environment", "executive", "features", "foreign", "freelance",
        "guest", "health", "investigative", "lead", "managing", "national", "news", "political",
        "politics", "science", "senior", "special", "sports", "staff", "tech", "technology",
    }
)  # fmt: skip
"""What stands before one of the jobs."""
NOT_A_PERSON = frozenset(
    {
        "admin", "administrator", "adviser", "advisor", "agencia", "agencies", "agency", "analyst",
        "anonymous", "attorney", "author", "autor", "blog", "bureau", "ceo", "chef", "chief",
        "clinician", "cofounder", "columnist", "commentator", "consultant", "content",
        "contributor", "contributors", "copyright", "corp", "corporation", "correspondent", "desk",
        "dietitian", "digital", "director", "editor", "editorial", "editorin", "editors", "equipe",
        "equipo", "expert", "former", "foto", "founder", "freelance", "gmbh", "gründer",
        "gründerin", "guest", "head", "inc", "journalist", "llc", "ltd", "magazine", "manager",
        "media", "network", "news", "newsroom", "nutritionist", "office", "officer", "online",
        "photo", "photographer", "photos", "picture", "president", "press", "producer",
        "publisher", "redacao", "redaccion", "redacción", "redactie", "redakcja", "redaktion",
        "redaktionen", "redattore", "redazione", "reporter", "reporters", "reports", "rédaction",
        "senior", "service", "services", "site", "specialist", "sponsored", "staff", "story",
        "studio", "subscription", "team", "the", "today", "unknown", "user", "video", "web",
        "webmaster", "website", "weekly", "writer", "writers", "корреспондент", "редактор",
        "редакция",
    }
)  # fmt: skip
"""Words that name a job, a desk or an agency feed and no person."""
