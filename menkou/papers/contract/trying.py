"""Try an office's own Word template with an example, in a process of its own that may take little time and memory.

A template says where names and days go, and nothing else: no loops, no calculations, no files from elsewhere. So it
can do no more with 440 contracts than it did with the example.
"""

import io
import json
import re
import resource
import subprocess
import sys
import zipfile

from menkou.papers.contract.facts import VARIABLES, example

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED, MOST_PARTS = 40 * 1024 * 1024, 400
LONGEST_S, MOST_MEMORY = 20, 1024 * 1024 * 1024
DEMANDED = ("甲方", "乙方", "起", "止", "提示")
NO_WORD = "这不是 Word 文件（.docx）。请在 WPS 或 Word 里另存为 .docx 再传。"
OLD = "这是旧格式的 .doc，或者加了密码。请在 WPS 或 Word 里去掉密码，另存为 .docx 再传。"
TOO_LARGE = "模板太大，最大 5 MB。请把里面的图片压小再传。"
UNPACKED = "模板解开以后太大了。请把里面的图片压小，或者从我们的模板改起。"
MACROS = "模板里有宏或控件，不能用。请另存为不带宏的 .docx 再传。"
ELSEWHERE = "模板里嵌了或者引用了别的文件，不能用。请删掉嵌入的对象、外部图片，再传。"
BROKEN = "这个 Word 文件打不开。请在 WPS 或 Word 里打开、另存一份再传。"
BRACES = "双括号没有配成对，或者里面不只是占位的名字。每处只写一个名字，比如 {{ 甲方 }}。"
UNFILLED = "有的占位没有填上。请把每个占位一次打完，不要一半加粗、一半不加粗。"
TOO_MUCH = "试填这个模板用的时间或内存太多，不能用。请从我们的模板改起。"
OLE = b"\xd0\xcf\x11\xe0"
ACTIVE = re.compile(r"vbaProject|vbaData|activeX|macroEnabled|\.bin$", re.I)
OUTSIDE = re.compile(r"/(oleObject|package|aFChunk|subDocument|frame|attachedTemplate|control|externalLink\w*)$")
RELATION = re.compile(r"<Relationship\b[^>]*>")
SPECIAL = re.compile(r"\{[{%#]-?\s*(tr|tc|p|r)\s|\{[%#]")
MAIN = "wordprocessingml.document.main+xml"


class Unfit(Exception):
    """The template cannot be used; the sentence says why and what to do."""


def problem_of(content: bytes, form: str) -> str:
    """Why a template cannot be used, in a sentence; empty where it can."""
    if len(content) > MOST_BYTES:
        return TOO_LARGE
    if content.startswith(OLE):
        return OLD
    order = [sys.executable, "-m", __name__, form]
    try:
        tried = subprocess.run(order, input=content, capture_output=True, timeout=LONGEST_S, check=False)
    except subprocess.TimeoutExpired:
        return TOO_MUCH
    if tried.returncode:
        return TOO_MUCH
    return str(json.loads(tried.stdout)["problem"])


def demand_fit(content: bytes, form: str) -> None:
    """Raises Unfit. Reads what a stranger may have made: only for the process of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = _parts(packed)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as problem:
        raise Unfit(NO_WORD) from problem
    _demand_plain(parts)
    _demand_known(parts)
    _demand_filled(content, form)


def _parts(packed: zipfile.ZipFile) -> dict[str, str]:
    """The texts in it. Raises Unfit where there is too much of it."""
    entries = packed.infolist()
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unfit(UNPACKED)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unfit(OLD)
    if any(ACTIVE.search(entry.filename) for entry in entries):
        raise Unfit(MACROS)
    texts = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    parts = {}
    for entry in texts:
        try:
            parts[entry.filename] = packed.read(entry).decode()
        except UnicodeDecodeError as problem:
            raise Unfit(BROKEN) from problem
    return parts


def _demand_plain(parts: dict[str, str]) -> None:
    """Only words and pictures of its own: no macros, nothing from elsewhere, no definitions that grow."""
    kinds = parts.get("[Content_Types].xml", "")
    if "word/document.xml" not in parts or MAIN not in kinds:
        raise Unfit(MACROS if "macroEnabled" in kinds else NO_WORD)
    if any("<!DOCTYPE" in text or "<!ENTITY" in text for text in parts.values()):
        raise Unfit(BROKEN)
    for name, text in parts.items():
        for link in RELATION.findall(text) if name.endswith(".rels") else ():
            kind = re.search(r'\bType\s*=\s*["\']([^"\']*)', link)
            is_outside = re.search(r'TargetMode\s*=\s*["\']External', link)
            said = kind.group(1) if kind else ""
            if OUTSIDE.search(said) or (is_outside and not said.endswith("/hyperlink")):
                raise Unfit(ELSEWHERE)


def _demand_known(parts: dict[str, str]) -> None:
    """Only names of ours between double braces, and those that tell one contract from another."""
    from docxtpl import DocxTemplate
    from jinja2 import TemplateSyntaxError, nodes

    from menkou.papers.contract.filling import environment

    patch, found = DocxTemplate(None).patch_xml, set()
    for name, text in parts.items():
        if "{" not in text or not name.endswith(".xml"):
            continue
        if SPECIAL.search(re.sub(r"<[^>]+>", "", text)):
            raise Unfit(BRACES)
        try:
            tree = environment(autoescape=True).parse(patch(text))
        except TemplateSyntaxError as problem:
            raise Unfit(BRACES) from problem
        plain = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name)
        if not all(isinstance(node, plain) for node in tree.find_all(nodes.Node)):
            raise Unfit(BRACES)
        found |= {node.name for node in tree.find_all(nodes.Name)}
    if unknown := sorted(found - set(VARIABLES)):
        raise Unfit(f"没有这样的占位：{_written(unknown)}。能用的占位都列在这一页，请照着改。")
    if missing := [name for name in DEMANDED if name not in found]:
        raise Unfit(f"模板里少了占位：{_written(missing)}。少了它，每份合同就分不清，或者不会标明演示和终止。")


def _demand_filled(content: bytes, form: str) -> None:
    from docx import Document

    from menkou.papers.contract.word import filled

    paper = example(form)
    try:
        made = Document(io.BytesIO(filled(paper, content)))
    except Exception as problem:  # whatever python-docx and lxml say of a file that Word did not write
        raise Unfit(BROKEN) from problem
    text = "".join(made.element.itertext())
    if "{{" in text or "}}" in text or paper.institution not in text:
        raise Unfit(UNFILLED)


def _written(names: list[str]) -> str:
    return "、".join(f"{{{{ {name[:30]} }}}}" for name in names[:10])


def main() -> None:
    """Read a template from the standard input and say what is wrong with it."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_S // 2, LONGEST_S // 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        demand_fit(sys.stdin.buffer.read(), sys.argv[1])
        said = ""
    except Unfit as problem:
        said = str(problem)
    sys.stdout.write(json.dumps({"problem": said}))


if __name__ == "__main__":
    main()
