"""Words of the site that no report uses."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "standard": ("Standard", "标准"),
    "values": ("Values", "数值个数"),
    "formula": ("Formula", "化学式"),
    "every pair": ("every pair of the frame", "同一框架的任何两项标准"),
    "counted sources": ("Sources that its numbers count", "数值计入的来源"),
    "counted gases": ("Gases", "气体"),
    "electricity": ("Electricity", "电力"),
    "heat": ("Heat", "热力"),
    "fuel": ("Fuels", "燃料"),
    "material": ("Materials", "材料"),
    "transport": ("Transport", "运输"),
    "examples": ("Reports of the examples", "示例报告"),
    "report": ("Report", "报告"),
    "examples lead": (
        "Reports as the program writes them, from the files of `examples/`. Tests compare them with what it prints.",
        "程序根据 `examples/` 中的文件生成的报告，由测试核对。",
    ),
}


def say(key: str, lang: str) -> str:
    """A word of the site."""
    return WORDS[key][1 if lang == "zh" else 0]
