"""Search of the site: Chinese by pairs of signs, numbers of standards as words, the rest as Sphinx searches English."""

from __future__ import annotations

import re

from sphinx.search.en import SearchEnglish

WORD = re.compile(r"[\u4e00-\u9fff]+|[^\W\u4e00-\u9fff]+")


class BilingualSearch(SearchEnglish):
    """Both sides, Python for the index and JavaScript for the query, split a text in the same way.

    Chinese has no spaces, so a run of signs is searched by all its pairs; a page must hold every one. Sphinx leaves numbers away, but people look for
    51366: a number becomes a word by a letter before it.
    """

    lang = "bilingual"
    language_name = "English"  # of the stemmer, which becomes a name in JavaScript
    js_splitter_code = """
var splitQuery = (query) =>
  (query.match(/[\\u4e00-\\u9fff]+|(?:(?![\\u4e00-\\u9fff])[\\p{L}\\p{N}_])+/gu) || []).flatMap((word) => {
    if (/^\\p{Nd}+$/u.test(word)) return ["n" + word];
    if (!/[\\u4e00-\\u9fff]/.test(word) || word.length === 1) return [word];
    return Array.from({ length: word.length - 1 }, (_, start) => word.slice(start, start + 2));
  });
"""

    def split(self, input: str) -> list[str]:
        """The words of a text."""
        return [part for word in WORD.findall(input) for part in _parts(word)]


def _parts(word: str) -> list[str]:
    if word.isdecimal():
        return [f"n{word}"]
    if not re.match(r"[\u4e00-\u9fff]", word):
        return [word]
    return [word, *word] if len(word) == 1 else [*(word[start : start + 2] for start in range(len(word) - 1)), *word]
