"""What the parsers say of a document that is no YAML, JSON, XML or CSV, in both languages; their own words are English."""

from __future__ import annotations

import csv
import json

import yaml

YAML = {
    "block sequence entries are not allowed in this context": "此处不能有列表项（“- ”）",
    "control characters are not allowed": "不允许控制字符",
    "could not find expected ':'": "缺少冒号“:”",
    "did not find expected ',' or ']'": "缺少逗号“,”或右方括号“]”",
    "did not find expected ',' or '}'": "缺少逗号“,”或右花括号“}”",
    "did not find expected '-' indicator": "缺少列表项的“-”，请核对缩进",
    "did not find expected <document start>": "此处应为新文档的开头；一个文件只能有一份文档",
    "did not find expected alphabetic or numeric character": "“&”或“*”之后应为字母或数字；若是文字，请加引号",
    "did not find expected comment or line break": "此处应为注释或换行",
    "did not find expected hexdecimal number": "此处应为十六进制数",
    "did not find expected key": "此处应为键，请核对缩进与引号",
    "did not find expected node content": "此处应为内容",
    "did not find expected whitespace or line break": "此处应为空格或换行",
    "found a tab character that violates indentation": "缩进不能用制表符，请用空格",
    "found a tab character where an indentation space is expected": "缩进不能用制表符，请用空格",
    "found an indentation indicator equal to 0": "缩进指示符不能为 0",
    "found character that cannot start any token": "以此字符开头的文字须加引号；缩进不能用制表符",
    "found invalid Unicode character escape code": "Unicode 转义无效",
    "found undefined tag handle": "未定义的标签；以“!”开头的文字须加引号",
    "found unexpected ':'": "此处不应有冒号“:”，含冒号的文字须加引号",
    "found unexpected document indicator": "引号未闭合便出现文档分隔符",
    "found unexpected end of stream": "文件在引号或括号闭合之前结束",
    "found unknown directive name": "未知指令；以“%”开头的文字须加引号",
    "found unknown escape character": "双引号内的转义未知；反斜杠请写作两个，或改用单引号",
    "mapping keys are not allowed in this context": "此处不能有键，请核对缩进",
    "mapping values are not allowed in this context": "此处不能有“键: 值”，请核对缩进；含冒号的文字须加引号",
}
"""The faults that a text can have; those of directives that nobody writes stay in the words of libyaml."""

JSON = {
    "Expecting ',' delimiter": "缺少逗号“,”或右括号",
    "Expecting ':' delimiter": "缺少冒号“:”",
    "Expecting property name enclosed in double quotes": "此处应为双引号内的键",
    "Expecting value": "此处应为值",
    "Extra data": "文件末尾有多余内容",
    "Illegal trailing comma before end of array": "右方括号之前不能有逗号",
    "Illegal trailing comma before end of object": "右花括号之前不能有逗号",
    "Invalid \\escape": "转义无效；反斜杠请写作两个",
    "Invalid \\uXXXX escape": "Unicode 转义无效",
    "Invalid control character at": "文字中不能有换行、制表符等控制字符",
    "Unterminated string starting at": "引号未闭合",
}
"""What Python's parser says, of several releases."""
XML = {
    "duplicate attribute": "属性重复",
    "encoding specified in XML declaration is incorrect": "XML 声明中的编码不正确",
    "junk after document element": "根元素之后有多余内容",
    "mismatched tag": "标签不配对",
    "no element found": "没有元素，或文件在元素闭合之前结束",
    "not well-formed (invalid token)": "此处有不允许的字符；“<”与“&”须转义",
    "partial character": "字符不完整",
    "reference to invalid character number": "字符编号无效",
    "syntax error": "语法错误",
    "unbound prefix": "命名空间前缀未声明",
    "unclosed CDATA section": "CDATA 未闭合",
    "unclosed token": "文件在标签闭合之前结束",
    "undefined entity": "未定义的实体",
    "unknown encoding": "未知编码",
    "XML or text declaration not at start of entity": "XML 声明须在文件开头",
}
CSV = {
    "line contains NUL": "有空字符",
    "unexpected end of data": "引号未闭合",
}


def malformed_yaml(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    """Why a text is no YAML, in English and in Chinese."""
    problem = error.problem or ""
    reason = " ".join(part for part in (error.context, problem) if part)
    return f"malformed YAML: {reason}", f"YAML 格式错误：{YAML.get(problem, reason)}"


def malformed_json(error: json.JSONDecodeError) -> tuple[str, str]:
    """Why a text is no JSON, in English and in Chinese."""
    said = error.msg.removesuffix(": ")
    return f"malformed JSON: {error.msg}", f"JSON 格式错误：{JSON.get(said, said)}"


def malformed_xml(reason: str) -> tuple[str, str]:
    """Why a text is no XML, in English and in Chinese; `reason` is in the words of expat."""
    return f"malformed XML: {reason}", f"XML 格式错误：{XML.get(reason, reason)}"


def malformed_csv(error: csv.Error) -> tuple[str, str]:
    """Why a text is no table, in English and in Chinese."""
    said = str(error)
    chinese = (
        "右引号之后应为分隔符"
        if said.endswith("expected after '\"'")
        else "单元格过长"
        if said.startswith("field larger")
        else CSV.get(said, said)
    )
    return f"malformed CSV: {said}", f"CSV 格式错误：{chinese}"
