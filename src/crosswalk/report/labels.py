"""The fixed words of reports, in both languages."""

from __future__ import annotations

from typing import Literal

Lang = Literal["en", "zh"]

WORDS: dict[str, tuple[str, str]] = {
    "translation": ("Translation", "换算结果"),
    "from": ("From", "来源标准"),
    "to": ("To", "目标标准"),
    "declared unit": ("Declared unit", "声明单位"),
    "total": ("Total of the target", "目标标准总量"),
    "shared": ("Shared part, like for like", "可比部分"),
    "judged total": ("Total with judgement (--assumptions all)", "目标标准总量（含判断性假设，--assumptions all）"),
    "judged shared": ("Shared part with judgement", "可比部分（含判断性假设）"),
    "figures": ("Figures", "各项数值"),
    "stage": ("Stage", "阶段"),
    "indicator": ("Indicator", "指标"),
    "low": ("Low", "下限"),
    "best": ("Best", "最佳估计"),
    "high": ("High", "上限"),
    "unit": ("Unit", "单位"),
    "status": ("Status", "状态"),
    "gaps": ("Gaps, most important first", "差距（按重要性排序）"),
    "kind": ("Kind", "类型"),
    "severity": ("Severity", "程度"),
    "width": ("Width", "区间宽度"),
    "message": ("What is open", "差距内容"),
    "question": ("What to declare", "需要声明的内容"),
    "assumptions": ("Assumptions that mattered", "起作用的假设"),
    "statement": ("Statement", "内容"),
    "basis": ("Basis", "依据类型"),
    "narrowed": ("Narrowed by", "缩小幅度"),
    "trace": ("Steps", "计算步骤"),
    "step": ("Step", "步骤"),
    "input": ("Input", "输入"),
    "output": ("Output", "输出"),
    "source": ("Source", "来源"),
    "warnings": ("Warnings", "提示"),
    "manifest": ("Manifest", "清单"),
    "comparison": ("Comparison", "标准对比"),
    "relation": ("Relation", "关系"),
    "only first": ("Only the first counts", "仅前者计入"),
    "only second": ("Only the second counts", "仅后者计入"),
    "rules": ("Rules", "规则"),
    "topic": ("Topic", "主题"),
    "notes": ("Curated notes", "人工说明"),
    "transformation": ("What to do", "处理方法"),
    "gap": ("What stays open", "遗留差距"),
    "id": ("Id", "编号"),
    "name": ("Name", "名称"),
    "field": ("Field", "领域"),
    "number": ("Number", "标准号"),
    "region": ("Region", "地区"),
    "year": ("Year", "年份"),
    "value": ("Value", "数值"),
    "confirmed": ("Confirmed", "核实程度"),
    "score": ("Likeness", "相似度"),
    "reported apart": ("reported apart", "单独报告"),
    "open": ("open", "不限"),
    "legal": (
        "A technical comparison without legal effect.",
        "本结果为技术性比较，不具法律效力。",
    ),
    "missing figures": ("Figures that nothing in the declaration covers", "声明未涉及的数值"),
    "unconfirmed": ("Unconfirmed facts", "未核实的事实"),
    "whole subject": ("the whole subject", "整个对象"),
    "boundary": ("Boundary", "边界"),
    "gas": ("Gas", "气体"),
    "in total": ("In the total", "计入总量"),
    "left out": (
        "{} rows of sub-indicators that say no more than their total are not shown here; JSON has them.",
        "此处未显示 {} 行不比总量提供更多信息的分项指标；JSON 中均有。",
    ),
}

KINDS: dict[str, tuple[str, str]] = {
    "missing": ("missing", "缺失"),
    "surplus": ("surplus", "超出"),
    "inseparable": ("inseparable", "不可拆分"),
    "rule-differs": ("rule differs", "规则不同"),
    "not-declared": ("not declared", "未声明"),
    "unit-basis": ("unit basis", "单位基准"),
    "data-quality": ("data quality", "数据质量"),
    "verification": ("verification", "核查"),
    "unconfirmed": ("unconfirmed", "未核实"),
    "critical": ("critical", "关键"),
    "major": ("major", "重大"),
    "minor": ("minor", "次要"),
    "info": ("info", "提示"),
    "exact": ("exact", "精确"),
    "bounded": ("bounded", "有界"),
    "lower-bound": ("lower bound", "仅有下限"),
    "upper-bound": ("upper bound", "仅有上限"),
    "not-comparable": ("not comparable", "不可比"),
    "equal": ("equal", "相等"),
    "narrower": ("narrower", "较窄"),
    "broader": ("broader", "较宽"),
    "overlap": ("overlap", "交叉"),
    "none": ("none", "无"),
    "differs": ("differs", "不同"),
    "only-first": ("only the first", "仅前者"),
    "only-second": ("only the second", "仅后者"),
}


def word(key: str, lang: str) -> str:
    """A fixed word of a report."""
    return WORDS[key][1 if lang == "zh" else 0]


def kind(key: str, lang: str) -> str:
    """A kind, severity, status or relation as people read it."""
    return KINDS[key][1 if lang == "zh" else 0]
