"""Every case names its own public report."""

import ast
import re
from pathlib import Path

FOLDER = Path(__file__).parent
PUBLIC = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+/(issues|pull)/[1-9][0-9]*")
TREES = [
    ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("test_*.py"))
    if path != Path(__file__)
]


def calls(name):
    nodes = [node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [node for node in nodes if isinstance(node.func, ast.Name) and node.func.id == name]


def test_every_report_has_a_public_address_of_its_own_and_a_question():
    reports = [[ast.literal_eval(value) for value in call.args[:2]] for call in calls("Report")]
    assert len(reports) >= 30
    urls = [url for url, _ in reports]
    assert len(set(urls)) == len(urls)
    for url, asks in reports:
        assert PUBLIC.fullmatch(url), url
        assert len(asks) > 10, url


def test_every_test_of_the_folder_answers_a_report():
    functions = [node for tree in TREES for node in tree.body if isinstance(node, ast.FunctionDef)]
    tests = [function for function in functions if function.name.startswith("test_")]
    assert tests
    for test in tests:
        decorators = [ast.unparse(decorator).split("(")[0] for decorator in test.decorator_list]
        assert "answers" in decorators, test.name
