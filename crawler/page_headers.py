"""Which HTTP headers tell something of a story."""

HEADERS_THAT_MATTER = (
    "content-language",
    "content-type",
    "last-modified",
    "link",
    "tdm-policy",
    "tdm-reservation",
    "x-robots-tag",
)
"""In lower case. A page keeps these, from the network as from a WARC file, and no others."""
