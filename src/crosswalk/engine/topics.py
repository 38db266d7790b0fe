"""The topics of a standard's rules, and what to ask where two standards differ in one."""

from __future__ import annotations

from crosswalk.model.base import Text, text

TOPICS: dict[str, Text] = {
    "declared-unit": text("declared unit", "声明单位"),
    "study-period": text("study period", "研究周期"),
    "characterisation": text("characterisation", "特征化"),
    "electricity": text("electricity", "电力"),
    "biogenic-carbon": text("biogenic carbon", "生物源碳"),
    "carbon-storage": text("carbon storage", "碳储存"),
    "land-use-change": text("land-use change", "土地利用变化"),
    "recycling": text("recycling", "回收"),
    "cut-off": text("cut-off", "取舍"),
    "allocation": text("allocation", "分配"),
    "capital-goods": text("capital goods", "资本货物"),
    "replacement": text("replacement", "更换"),
    "operational-energy": text("operational energy", "运行能耗"),
    "data-quality": text("data quality", "数据质量"),
    "offsets": text("offsets", "抵销"),
    "verification": text("verification", "核查"),
    "threshold": text("threshold", "限值"),
}

QUESTIONS: dict[str, Text] = {
    "declared-unit": text(
        "State the quantity (area, mass, energy) that the figures are per.", "请说明数值所对应的量（面积、质量、能量）。"
    ),
    "study-period": text(
        "State the period of the figures (`year:` or `period:`); of a building or a durable product, the service life (`subject.service_life`).",
        "请说明数值对应的期间（`year:` 或 `period:`）；建筑或耐用产品请说明设计使用年限（`subject.service_life`）。",
    ),
    "characterisation": text(
        "State the characterisation set that was used (`characterisation:`).",
        "请说明所用的特征化因子集（`characterisation:`）。",
    ),
    "electricity": text(
        "Declare the electricity in kWh with region and year, and any certificates or contracts. If there is none: `without: [electricity]`.",
        "请声明用电量（kWh）、地区、年份以及绿证或购电合同。若不用电： `without: [electricity]`。",
    ),
    "biogenic-carbon": text(
        "Declare the biogenic carbon content (`biogenic_carbon:`, kg C; 0 kg if nothing bio-based).",
        "请声明生物源碳含量（`biogenic_carbon:`，kg C；无生物基材料则为 0 kg）。",
    ),
    "carbon-storage": text(
        "State any credit taken for stored carbon or delayed emissions. If there is none: `without: [carbon-storage]`.",
        "请说明因碳储存或延迟排放而作的抵扣。若无： `without: [carbon-storage]`。",
    ),
    "land-use-change": text("Declare emissions from land-use change as a figure of their own.", "请将土地利用变化排放单独声明。"),
    "recycling": text(
        "State recycled input, the rule by which it was counted, and any credit for recycling.",
        "请说明再生原料用量、计算规则及回收抵扣。",
    ),
    "cut-off": text(
        "State the share of mass and energy that was left out. If nothing was: `without: [cut-off]`.",
        "请说明被忽略的质量与能量比例。若无取舍： `without: [cut-off]`。",
    ),
    "allocation": text(
        "State how co-products were allocated (physical, economic) and their shares. If there are none: `without: [co-products]`.",
        "请说明联产品的分配方法（物理、经济）及比例。若无联产品： `without: [co-products]`。",
    ),
    "capital-goods": text(
        "State whether machines and buildings of production are counted, and how much they are.",
        "请说明是否计入生产设备与厂房及其数值。",
    ),
    "replacement": text(
        "Declare the replacement figure (B4), or service life and figures of the products replaced. If nothing is replaced: `without: [replacement]`.",
        "请声明更换阶段（B4）的数值，或被更换产品的使用寿命与数值。若无更换： `without: [replacement]`。",
    ),
    "operational-energy": text(
        "Split operational energy by use: heating, cooling, ventilation, hot water, lighting; lifts; plug loads.",
        "请按用途拆分运行能耗：供暖、制冷、通风、热水、照明；电梯；插座。",
    ),
    "data-quality": text("State the share of verified product data and of default values.", "请说明经核查的产品数据与缺省值各占多少。"),
    "offsets": text(
        "Declare offsets apart; they are never subtracted here. If there are none: `without: [offsets]`.",
        "请单独声明抵销量；此处不予扣减。若无抵销： `without: [offsets]`。",
    ),
    "verification": text("State the verification under `evidence:`.", "请在 `evidence:` 下注明核查方式。"),
    "threshold": text(
        "State the type of building or product and the date that decide the limit.", "请说明决定限值的建筑或产品类型与日期。"
    ),
}
