"""Pages of the interfaces: commands, Python names, JSON Schemas. Sphinx reads commands and names from the code itself."""

from __future__ import annotations

import inspect
from typing import Any

import crosswalk
from crosswalk.model.schemas import PUBLISHED, schema
from crosswalk.report.markdown import inline
from tools.docs.markdown import Pages, link, outward, table, trail, under_heading

CLI, API, SCHEMAS = "reference/cli", "reference/api", "reference/schemas"


def interface_pages(lang: str) -> Pages:
    """The pages of commands, names and schemas; each schema has a page of its own, in English."""
    pages = {CLI: _cli(lang), API: _api(lang), SCHEMAS: _schemas(lang)}
    if lang == "en":
        pages |= {f"{SCHEMAS}/{name}": _schema(name) for name in PUBLISHED}
    return pages


def _cli(lang: str) -> str:
    title, lead = {
        "en": (
            "Commands",
            "Exit status: 0 done, 2 wrong usage, 3 invalid input, 4 the result does not reach `--require` or the schemes cannot be compared, 1 a bug, 130 interrupted.",
        ),
        "zh": (
            "命令",
            "退出状态：0 完成，2 用法错误，3 输入无效，4 结果达不到 `--require` 或两制度不可比较，1 程序错误，130 中断。命令说明由程序生成，为英文。",
        ),
    }[lang]
    return f"# {title}\n\n{trail(CLI, lang)}\n\n{lead}\n\n```{{eval-rst}}\n.. click:: crosswalk.cli:main\n   :prog: crosswalk\n   :nested: full\n```\n"


def _api(lang: str) -> str:
    title, lead = {
        "en": ("Python names", "What `import crosswalk` gives. Names load when they are used."),
        "zh": ("Python 接口", "`import crosswalk` 提供的名称，使用时才加载。说明取自代码，为英文。"),
    }[lang]
    kinds: dict[str, list[str]] = {"autofunction": [], "autoclass": [], "autoexception": []}
    for name in crosswalk.__all__:
        found = getattr(crosswalk, name)
        kind = "autofunction" if not inspect.isclass(found) else "autoexception" if issubclass(found, Exception) else "autoclass"
        kinds[kind].append(name)
    headings = {
        "autofunction": {"en": "Functions", "zh": "函数"},
        "autoclass": {"en": "Classes", "zh": "类"},
        "autoexception": {"en": "Errors", "zh": "错误"},
    }
    parts = [f"# {title}\n\n{trail(API, lang)}\n\n{lead}\n"]
    for kind, names in kinds.items():
        members = "\n   :members:\n   :undoc-members:" if kind == "autoclass" else ""
        blocks = "\n\n".join(f".. {kind}:: crosswalk.{name}{members}" for name in names)
        parts.append(f"## {headings[kind][lang]}\n\n```{{eval-rst}}\n{blocks}\n```\n")
    return "\n".join(parts)


def _schemas(lang: str) -> str:
    title, lead = {
        "en": (
            "JSON Schemas",
            "Made from the models; editors complete and check files with them. Each name leads to its fields, each file is the schema itself.",
        ),
        "zh": ("JSON Schema", "由模型生成，编辑器可据此补全和检查文件。名称链接到字段说明（英文），文件为 Schema 本身。"),
    }[lang]
    columns = {"en": ("Schema", "What it describes", "File"), "zh": ("Schema", "描述对象（英文）", "文件")}[lang]
    rows = []
    for name in sorted(PUBLISHED):
        page = link(name, f"{SCHEMAS}/{name}", SCHEMAS) if lang == "en" else outward(name, f"en/{SCHEMAS}/{name}.html", SCHEMAS)
        file = f"{name}.schema.json"
        rows.append((page, inline(_description(schema(name)).split("\n")[0]), outward(file, f"schemas/{file}", SCHEMAS)))
    return f"# {title}\n\n{trail(SCHEMAS, lang)}\n\n{lead}\n\n{table(columns, rows)}"


def _schema(name: str) -> str:
    """The fields of a schema, definition by definition."""
    page, found = f"{SCHEMAS}/{name}", schema(name)
    parts = [f"# {inline(name)}\n\n{inline(_description(found))}\n"]
    file = f"{name}.schema.json"
    root = found.get("$ref", "").rpartition("/")[2]  # a schema that refers to itself stands among its definitions
    definitions = ({} if root else {found["title"]: found}) | found.get("$defs", {})
    for title, definition in definitions.items():
        body = [f"## {inline(title)}\n"]
        if definition is not found and definition.get("description"):
            body.append(f"{inline(definition['description'])}\n")
        required = definition.get("required", ())
        rows = [
            (f"`{field}`", inline(_type(entry)), "yes" if field in required else "-", inline(entry.get("description", "-")))
            for field, entry in definition.get("properties", {}).items()
        ]
        if rows:
            body.append(table(("Field", "Type", "Required", "Meaning"), rows))
        elif "enum" in definition:
            body.append(", ".join(f"`{value}`" for value in definition["enum"]) + "\n")
        parts.append("\n".join(body))
    return under_heading("\n".join(parts), f"{link('JSON Schemas', SCHEMAS, page)} · {outward(file, f'schemas/{file}', page)}")


def _description(found: dict[str, Any]) -> str:
    root = found.get("$ref", "").rpartition("/")[2]
    return str((found["$defs"][root] if root else found).get("description", ""))


def _type(entry: dict[str, Any]) -> str:
    """The type of a field in words."""
    if "$ref" in entry:
        return str(entry["$ref"]).rpartition("/")[2]
    if "enum" in entry:
        return " | ".join(map(str, entry["enum"]))
    if "const" in entry:
        return str(entry["const"])
    for key in ("anyOf", "oneOf", "allOf"):
        if key in entry:
            return " | ".join(dict.fromkeys(_type(part) for part in entry[key] if part.get("type") != "null"))
    kind = entry.get("type", "any")
    if isinstance(kind, list):
        return " | ".join(kind)
    if kind == "array":
        return f"list of {_type(entry['items'])}" if "items" in entry else "list"
    if kind == "object" and isinstance(entry.get("additionalProperties"), dict):
        return f"mapping to {_type(entry['additionalProperties'])}"
    return str(kind)
