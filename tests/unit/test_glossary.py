"""The terms in both languages: one entry a concept, no wording twice, and every pair with a source of the right weight."""

from __future__ import annotations

import re
from collections import Counter

from crosswalk.library.library import Library
from crosswalk.names import normalise

LIBRARY = Library.shipped()
GLOSSARY = LIBRARY.glossary("terms")


def test_one_entry_for_a_concept() -> None:
    counted = Counter(normalise(term.english) for term in GLOSSARY.terms)
    assert [name for name, count in counted.items() if count > 1] == []
    for term in GLOSSARY.terms:
        assert len({wording.chinese for wording in term.wordings}) == len(term.wordings), term.english


def test_each_half_is_of_its_language() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    for term in GLOSSARY.terms:
        assert not han.search(term.english)
        assert all(han.search(wording.chinese) for wording in term.wordings), term.english


def test_a_pair_that_was_made_here_is_never_primary() -> None:
    """Nobody read both halves side by side, so the pair cannot have been read in an official text."""
    for term in GLOSSARY.terms:
        for wording in term.wordings:
            if wording.paired_here:
                assert {source.confirmed for source in wording.sources} == {"secondary"}, term.english


def test_one_chinese_wording_for_two_concepts_is_known() -> None:
    """A word that stands for two English terms misleads who translates back; these few do so in the texts themselves."""
    meanings: dict[str, list[str]] = {}
    for term in GLOSSARY.terms:
        for wording in term.wordings:
            meanings.setdefault(wording.chinese, []).append(term.english)
    assert {zh: sorted(names) for zh, names in meanings.items() if len(names) > 1} == {
        "功能单位": ["functional unit", "functional unit (CBAM)"],
        "可再生能源": ["renewable energy", "renewable energy systems"],
    }


def test_standards_of_the_library_are_named_there() -> None:
    numbers = {str(LIBRARY.record(key)["number"]).replace(":", "-") for key in LIBRARY.scheme_ids()}
    assert [term.english for term in GLOSSARY.terms if any(term.english.startswith(f"{number} ") for number in numbers)] == []


def test_search_finds_a_term_in_both_languages() -> None:
    for text in ("characterisation factor", "特征化因子"):
        assert ("term", "characterisation factor") in [hit[:2] for hit in LIBRARY.find(text)]
