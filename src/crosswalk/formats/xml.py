"""XML without its dangers: no document type, no entities beyond the five of XML, no other file, and bounds on size and depth."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from crosswalk.errors import DocumentError, Finding
from crosswalk.library.malformed import malformed_xml

DEEPEST = 64
MOST_ELEMENTS = 400_000


@dataclass(slots=True)
class Node:
    """An element: namespace, local name, attributes by local name, text, children."""

    space: str
    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def first(self, *path: str) -> Node | None:
        """The first element at a path of local names."""
        node: Node | None = self
        for name in path:
            node = None if node is None else next((child for child in node.children if child.name == name), None)
        return node

    def all(self, *path: str) -> list[Node]:
        """All elements at a path of local names."""
        nodes = [self]
        for name in path:
            nodes = [child for node in nodes for child in node.children if child.name == name]
        return nodes

    def value(self, *path: str) -> str | None:
        """The text of the first element at a path, `None` where it is missing or empty."""
        node = self.first(*path)
        return (node.text.strip() or None) if node is not None else None


def parse_xml(content: bytes, file: str | None = None) -> Node:
    """The root element of a document.

    Raises:
        DocumentError: malformed, or with a document type, or beyond the bounds.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    stack: list[Node] = []
    texts: list[list[str]] = []
    root: list[Node] = []
    count = 0

    def fail(en: str, zh: str) -> DocumentError:
        return DocumentError(Finding(en, zh, file=file, line=parser.CurrentLineNumber))

    def doctype(*_: object) -> None:
        raise fail(
            "a document type (DOCTYPE) is refused: entities could expand without end or read other files",
            "拒绝文档类型声明（DOCTYPE）：实体可能无限展开或读取其他文件",
        )

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS or len(stack) >= DEEPEST:
            raise fail(
                f"more than {MOST_ELEMENTS:,} elements, or deeper than {DEEPEST}", f"元素超过 {MOST_ELEMENTS:,} 个，或嵌套超过 {DEEPEST} 层"
            )
        space, _, name = tag.rpartition(" ")
        node = Node(space, name, {key.rpartition(" ")[2]: value for key, value in attributes.items()}, parser.CurrentLineNumber)
        if stack:
            stack[-1].children.append(node)
        else:
            root.append(node)
        stack.append(node)
        texts.append([])

    def end(_tag: str) -> None:
        stack.pop().text = "".join(texts.pop())

    def data(part: str) -> None:
        if texts:
            texts[-1].append(part)

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, DocumentError):
            raise
        reason = expat.errors.messages.get(error.code, str(error)) if isinstance(error, expat.ExpatError) else str(error)
        raise fail(*malformed_xml(reason)) from None
    return root[0]
