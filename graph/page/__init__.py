"""The page that people share: one offline HTML file with the drawing, the sentences and all functions."""

from graph.page.options import Language, PageOptions
from graph.page.rendering import render, write_page
from graph.page.share import share_pack
from graph.page.split import split_pages

__all__ = [
    "Language",
    "PageOptions",
    "render",
    "share_pack",
    "split_pages",
    "write_page",
]
