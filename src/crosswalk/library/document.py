"""Reads YAML and JSON documents safely: decimals stay decimals, lines are known, hostile content is refused.

The tree is built from libyaml's event stream, without recursion and without constructing any object: a document holds mappings, lists, texts,
decimals, integers, booleans and nulls, nothing else. Aliases and tags are refused, duplicate keys too.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from crosswalk.errors import DocumentError, Finding
from crosswalk.library.malformed import malformed_json, malformed_yaml

MAX_BYTES = 8_000_000
MAX_DEPTH = 32
MAX_NODES = 400_000
_TOO_DEEP = (f"nested deeper than {MAX_DEPTH} levels", f"嵌套超过 {MAX_DEPTH} 层")

_INTEGER = re.compile(r"[+-]?(0|[1-9]\d{0,39})$")
_DECIMAL = re.compile(r"[+-]?(\d{1,39}\.\d{0,39}|\.\d{1,39}|\d{1,39}(\.\d{0,39})?[eE][+-]?\d{1,2})$")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_BINARY = (b"PK\x03\x04", b"%PDF", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PAR1")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


ZIP = b"PK\x03\x04"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def first_sign(content: bytes) -> bytes:
    """The first sign of a text after spaces and a byte-order mark: `<` of XML, `{` or `[` of JSON.

    >>> first_sign(b"\\xef\\xbb\\xbf  <?xml version='1.0'?>")
    b'<'
    """
    head = next((content[len(mark) : 4096] for mark in _MARKS if content.startswith(mark)), content[:4096])
    return head.replace(b"\0", b"").lstrip()[:1]


def without_invisible(text: str) -> str:
    """A text of another format without the invisible characters that documents of ours must not hold.

    >>> without_invisible("Beton\\u00adstein\\u200b")
    'Betonstein'
    """
    return _INVISIBLE.sub("", text)


@dataclass(slots=True)
class Document:
    """The content of a file, and the line on which each field stands (`figures[0].value` -> 7)."""

    data: Any
    lines: dict[str, int] = field(default_factory=dict)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, refused when they are too many.

    Raises:
        DocumentError: the file is missing, is no file, or is larger than `MAX_BYTES`.
    """
    name = str(path)
    if not path.exists():
        raise DocumentError(Finding("no such file", "文件不存在", file=name))
    if not path.is_file():
        raise DocumentError(Finding("not a file", "不是文件", file=name))
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise DocumentError(
            Finding(
                f"the file has {size:,} bytes, the limit is {MAX_BYTES:,}",
                f"文件为 {size:,} 字节，上限 {MAX_BYTES:,}",
                file=name,
            )
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(Finding(f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}", file=name)) from None


def parse(content: bytes, file: str | None = None) -> Document:
    """Parse a YAML or JSON document.

    Raises:
        DocumentError: wrong encoding, empty, malformed, aliased, tagged, duplicated keys, or beyond the limits.
    """
    if len(content) > MAX_BYTES:
        raise DocumentError(
            Finding(
                f"the document has {len(content):,} bytes, the limit is {MAX_BYTES:,}",
                f"文档超过 {MAX_BYTES:,} 字节",
                file=file,
            )
        )
    text = _decode(content, file)
    if not text.strip():
        raise DocumentError(Finding("the document is empty", "文档为空", file=file))
    if text.lstrip()[:1] in "{[":
        return _parse_json(text, file)
    return _parse_yaml(text, file)


def parse_json(content: bytes, file: str | None = None) -> Any:
    """The data of a JSON document that other software wrote: no line numbers, and invisible characters may stand in its texts.

    Raises:
        DocumentError: wrong encoding, malformed, duplicated keys, half characters, or beyond the limits.
    """
    text = _decode(content, file, strict=False)
    try:
        data = _loads(text, file)
    except json.JSONDecodeError as error:
        raise DocumentError(Finding(*malformed_json(error), file=file, line=error.lineno)) from None
    except RecursionError:
        raise DocumentError(Finding(*_TOO_DEEP, file=file)) from None
    _refuse_too_many(data, file)
    if "\\u" in text:
        _refuse_surrogates(data, file)
    return data


def _refuse_too_many(data: Any, file: str | None) -> None:
    """JSON beyond the limits of depth and of values."""
    level: list[Any] = [data]
    nodes = 0
    for _ in range(MAX_DEPTH + 1):
        nodes += len(level)
        if nodes > MAX_NODES:
            raise DocumentError(Finding(f"more than {MAX_NODES:,} values", f"数值超过 {MAX_NODES:,} 个", file=file))
        level = [
            child for entry in level if isinstance(entry, dict | list) for child in (entry.values() if isinstance(entry, dict) else entry)
        ]
        if not level:
            break
    else:
        raise DocumentError(Finding(*_TOO_DEEP, file=file))


def _loads(text: str, file: str | None) -> Any:
    """JSON with decimals, and no key twice."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(items)
        if len(result) != len(items):
            names = [key for key, _ in items]
            twice = next(key for key in names if names.count(key) > 1)
            raise DocumentError(Finding(f"the key {twice!r} stands twice", f"键 {twice!r} 重复", file=file))
        return result

    def number(digits: str) -> Any:
        return _scalar(digits) if len(digits) < 80 else digits

    return json.loads(text, parse_float=number, parse_int=number, parse_constant=str, object_pairs_hook=pairs)


def _decode(content: bytes, file: str | None, strict: bool = True) -> str:
    guess = _encoding_by_zeros(content)
    if content.startswith(_BINARY) or (guess is None and b"\0" in content):
        raise DocumentError(Finding("this is a binary file, not YAML or JSON", "这是二进制文件，不是 YAML 或 JSON", file=file))
    try:
        if guess is not None:
            raise UnicodeDecodeError("utf-8", content, 0, 1, "every second byte is zero")
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        guess = guess or _encoding(content)
        hint_en = f"; it looks like {guess}, save it as UTF-8" if guess else "; save it as UTF-8"
        hint_zh = f"；疑似 {guess} 编码，请另存为 UTF-8" if guess else "；请另存为 UTF-8"
        line = content[: error.start].count(b"\n") + 1
        raise DocumentError(Finding(f"the file is not UTF-8{hint_en}", f"文件不是 UTF-8 编码{hint_zh}", file=file, line=line)) from None
    hidden = _INVISIBLE.search(text) if strict else None
    if hidden:
        line = text[: hidden.start()].count("\n") + 1
        name = f"U+{ord(hidden[0]):04X} {unicodedata.name(hidden[0], '')}".strip()
        raise DocumentError(Finding(f"invisible character ({name}): delete it", f"存在不可见字符（{name}），请删除", file=file, line=line))
    return text


def _encoding_by_zeros(content: bytes) -> str | None:
    """`utf-16` where every second byte of plain text is zero, as without a byte-order mark."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    for zeros, others in ((content[0:200:2], content[1:200:2]), (content[1:200:2], content[0:200:2])):
        if others and not any(zeros) and all(others):
            return "utf-16"
    return None


def _encoding(content: bytes) -> str | None:
    """The likely encoding of text that is not UTF-8."""
    if not re.search(rb"[\x80-\xff]{2}", content):
        return "latin-1"  # accents stand alone, Chinese characters never do
    return next((name for name in ("gb18030", "big5") if _decodes(content, name)), None)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeError:
        return False
    return True


def _parse_json(text: str, file: str | None) -> Document:
    depth = _json_depth(text)
    if depth > MAX_DEPTH:
        raise DocumentError(Finding(*_TOO_DEEP, file=file))

    try:
        data = _loads(text, file)
    except DocumentError as error:
        raise _with_line(error, text) from None
    except json.JSONDecodeError as error:
        # a YAML flow mapping also starts with a brace
        try:
            return _parse_yaml(text, file)
        except DocumentError:
            raise DocumentError(Finding(*malformed_json(error), file=file, line=error.lineno)) from None
    _refuse_too_many(data, file)
    if "\\u" in text:
        _refuse_surrogates(data, file)
    lines: dict[str, int] = {}
    try:
        lines = _parse_yaml(text, file).lines
    except DocumentError:
        lines = {}  # JSON that is no YAML (surrogate escapes, tabs): its values are sound, only the line numbers are unknown
    return Document(data, lines)


def _with_line(error: DocumentError, text: str) -> DocumentError:
    """A fault of a JSON text with the line on which it stands, where the text is also YAML."""
    try:
        _parse_yaml(text, error.findings[0].file)
    except DocumentError as same:
        if same.findings[0].en == error.findings[0].en:
            return same
    return error


def _refuse_surrogates(data: Any, file: str | None) -> None:
    try:
        json.dumps(data, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        raise DocumentError(
            Finding(
                "half a character (a lone surrogate escape): write the character itself",
                "存在半个字符（孤立的代理项转义），请直接写出该字符",
                file=file,
            )
        ) from None


def _json_depth(text: str) -> int:
    depth = deepest = 0
    inside = escaped = False
    for sign in text:
        if inside:
            if escaped:
                escaped = False
            elif sign == "\\":
                escaped = True
            elif sign == '"':
                inside = False
        elif sign == '"':
            inside = True
        elif sign in "{[":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > MAX_DEPTH:
                break
        elif sign in "}]":
            depth -= 1
    return deepest


@dataclass(slots=True)
class _Open:
    """A collection that is being read."""

    container: Any
    path: str
    key: Any = None


def _parse_yaml(text: str, file: str | None) -> Document:
    def fail(en: str, zh: str, mark: Any) -> DocumentError:
        return DocumentError(Finding(en, zh, file=file, line=mark.line + 1 if mark else None))

    lines: dict[str, int] = {}
    stack: list[_Open] = []
    root: Any = None
    done = False
    nodes = 0
    try:
        for event in _events(text):
            if isinstance(event, yaml.AliasEvent) or (isinstance(event, yaml.NodeEvent) and event.anchor):
                raise fail(
                    "anchors and aliases are not allowed; write the value out",
                    "不允许使用锚点和别名，请直接写出数值",
                    event.start_mark,
                )
            if isinstance(event, yaml.DocumentStartEvent) and done:
                raise fail("a second document in one file", "一个文件中有多个文档", event.start_mark)
            if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                stack.pop()
                done = not stack
                continue
            if not isinstance(event, yaml.NodeEvent):
                continue
            nodes += 1
            if nodes > MAX_NODES:
                raise fail(f"more than {MAX_NODES:,} values", f"数值超过 {MAX_NODES:,} 个", event.start_mark)
            if not isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent):
                continue
            if event.tag is not None and event.tag != "!":
                raise fail(f"the tag {event.tag!r} is not allowed", f"不允许使用标签 {event.tag!r}", event.start_mark)
            value: Any = (
                (event.value if event.style else _scalar(event.value))
                if isinstance(event, yaml.ScalarEvent)
                else []
                if isinstance(event, yaml.SequenceStartEvent)
                else {}
            )
            path = ""
            if stack:
                top = stack[-1]
                if isinstance(top.container, dict) and top.key is None:
                    if isinstance(value, list | dict):
                        raise fail("a key must be a plain text", "键必须是文本", event.start_mark)
                    top.key = str(value) if not isinstance(value, int) or isinstance(value, bool) else value
                    if top.key in top.container:
                        raise fail(f"the key {top.key!r} stands twice", f"键 {top.key!r} 重复", event.start_mark)
                    continue
                if isinstance(top.container, dict):
                    path = f"{top.path}.{top.key}" if top.path else str(top.key)
                    top.container[top.key] = value
                    top.key = None
                else:
                    path = f"{top.path}[{len(top.container)}]"
                    top.container.append(value)
            else:
                root = value
                done = not isinstance(value, list | dict)
            lines[path] = event.start_mark.line + 1 if event.start_mark else 0
            if isinstance(value, list | dict):
                stack.append(_Open(value, path))
                if len(stack) > MAX_DEPTH:
                    raise fail(*_TOO_DEEP, event.start_mark)
    except yaml.MarkedYAMLError as error:
        if error.problem == "exceeded maximum nesting depth":  # newer releases of libyaml stop before the events come
            raise fail(*_TOO_DEEP, error.problem_mark) from None
        raise fail(*malformed_yaml(error), error.problem_mark) from None
    except yaml.YAMLError as error:
        reason = str(error).splitlines()[0]
        raise DocumentError(Finding(f"malformed YAML: {reason}", f"YAML 格式错误：{reason}", file=file)) from None
    return Document(root, lines)


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=_LOADER)


def _scalar(text: str) -> Any:
    """A plain scalar: null, boolean, integer and decimal have a type, everything else (dates, `no`, `.nan`) is text."""
    if text in ("", "~", "null"):
        return None
    if text == "true":
        return True
    if text == "false":
        return False
    if _INTEGER.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return Decimal(text)
    return text
