"""The documents against the code: what the code names has its line, and the documents name nothing else."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.database import Role
from tests import law_report
from workflows.engine.machines import MACHINES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
CODE = [ROOT / name for name in ("config", "workflows", "enterprises", "approvals", "tests")]
READERS = {"text", "flag", "secret"}
WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def table(document: str, *columns: str) -> list[dict[str, str]]:
    """Return the rows of every table of the document that has exactly these columns."""
    found: list[dict[str, str]] = []
    inside = False
    for line in (DOCS / document).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif cells == list(columns):
            inside = True
        elif inside and set(line) - set("|-"):
            assert len(cells) == len(columns), f"{document}: {line}"
            found.append(dict(zip(columns, cells, strict=True)))
    assert found, f"{document} has no table of {columns}"
    return found


def coded(cell: str) -> list[str]:
    """Return the names between backticks."""
    return re.findall(r"`([^`]+)`", cell)


def named(document: str, *columns: str) -> list[str]:
    """Return the first name between backticks of every row."""
    return [coded(row[columns[0]])[0] for row in table(document, *columns)]


def modules(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


# --- environment variables


def variables(module: ast.Module, source: str) -> set[str]:
    """Return the environment variables a module reads by name."""
    found: set[str] = set()
    readers = _readers(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and node.args:
            found |= _read_by(node, readers, source)
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            found |= _names(node.slice, source)
    return found


def _readers(module: ast.Module) -> set[str]:
    """Return the names under which the module knows what reads the environment."""
    imports = [node for node in ast.walk(module) if isinstance(node, ast.ImportFrom)]
    direct = {alias.name for node in imports if node.module == "config.environment" for alias in node.names}
    return (direct & READERS) | {f"environment.{reader}" for reader in READERS}


def _read_by(call: ast.Call, readers: set[str], source: str) -> set[str]:
    called = ast.unparse(call.func)
    if called in {"os.environ.get", "os.getenv", "os.environ.setdefault", "os.environ.pop"}:
        return _names(call.args[0], source)
    if called in readers:
        names = _names(call.args[0], source)
        return {f"TONGBAN_SECRET_{name.upper()}" for name in names} if called.endswith("secret") else names
    return set()


def _names(node: ast.expr, source: str) -> set[str]:
    """Return the names an expression may have; a part that is reckoned stands for every database role."""
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.JoinedStr):
        fixed = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
        return {"".join(str(part or role.name) for part in fixed) for role in Role}
    raise AssertionError(f"{source}: the variable read by {ast.unparse(node)} has no fixed name to document")


def variables_of_the_code() -> set[str]:
    found: set[str] = set()
    for folder in CODE:
        for path, module in modules(folder):
            # The readers themselves take any name; tests of them make names up.
            if path.name not in {"environment.py", "test_environment.py"}:
                found |= variables(module, str(path))
    environment = (ROOT / "config" / "environment.py").read_text(encoding="utf-8")
    return found | set(re.findall(r'"(TONGBAN_[A-Z_]*[A-Z])"', environment))


def test_every_environment_variable_has_its_line() -> None:
    documented = named("operating.md", "variable", "without it", "meaning")

    assert sorted(documented) == sorted(variables_of_the_code())


def test_a_variable_without_a_line_would_be_seen() -> None:
    module = ast.parse(
        "import os\n"
        "from config.environment import flag, secret, text\n"
        'a, b, c = text("A"), flag("B", default=True), secret("c")\n'
        'd, e = os.environ.get("D"), os.environ["E"]\n'
        'f = secret(f"database_{role.name.lower()}")\n'
    )

    roles = {f"TONGBAN_SECRET_DATABASE_{role.name}" for role in Role}
    assert variables(module, "") == {"A", "B", "TONGBAN_SECRET_C", "D", "E"} | roles


def test_a_name_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(AssertionError, match="no fixed name"):
        variables(ast.parse("from config.environment import text\ntext(name)"), "somewhere.py")


# --- commands, targets and step types


def test_every_management_command_has_its_line() -> None:
    commands = [
        path.stem
        for app in ("workflows", "enterprises", "approvals")
        for path in (ROOT / app / "management" / "commands").glob("[!_]*.py")
    ]

    assert sorted(named("operating.md", "command", "does", "exit codes")) == sorted(commands)


def test_every_make_target_has_its_line() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z0-9-]+):.*##", makefile, re.MULTILINE)

    assert sorted(named("operating.md", "target", "does")) == sorted(f"make {target}" for target in targets)


def step_types_of_the_code() -> set[str]:
    """Return ``name@version`` of every class that names itself in the folder of step types, registered or not."""
    found = set()
    for _path, module in modules(ROOT / "workflows" / "engine" / "step_types"):
        for node in (node for node in ast.walk(module) if isinstance(node, ast.ClassDef)):
            said = {
                ast.unparse(assigned.targets[0]): ast.literal_eval(assigned.value)
                for assigned in node.body
                if isinstance(assigned, ast.Assign) and isinstance(assigned.value, ast.Constant)
            }
            if "name" in said:
                found.add(f"{said['name']}@{said.get('version', 1)}")
    return found


def test_every_step_type_has_its_part() -> None:
    parts = re.findall(r"^## `(.+)`$", (DOCS / "step-types.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(parts) == sorted(step_types_of_the_code())


def test_every_room_has_its_line() -> None:
    rooms = {
        f"{path.parent.relative_to(ROOT).as_posix()}/"
        for app in ("config", "approvals", "enterprises", "workflows")
        for pattern in ("__init__.py", "*.sql")
        for path in (ROOT / app).rglob(pattern)
    } - {"workflows/", "workflows/management/"}
    documented = named("structure.md", "room", "what it is for", "may import")

    assert sorted(documented) == sorted(rooms | {"tests/", "docs/"})


# --- one word per concept

GLOSSARY = table("concepts.md", "中文", "English", "in code", "meaning", "source", "not used")
ELSEWHERE = [(coded(row["word"])[0], coded(row["where"])[0]) for row in table("concepts.md", "word", "where", "why")]


def identifiers(module: ast.Module) -> set[str]:
    """Return every name a module gives: classes, functions, parameters, variables and attributes."""
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
    return found


def says(identifier: str, word: str) -> bool:
    """Tell whether the word, or its plural, is part of the identifier: ``open_tasks`` and ``OpenTask`` say task."""
    said = "_".join(WORDS.findall(identifier)).lower()
    return any(f"_{form}_" in f"_{said}_" for form in (word, f"{word}s"))


def kernel() -> Iterator[tuple[str, set[str]]]:
    """Give every file of the kernel by its path there, and the names it gives, its own included."""
    workflows = ROOT / "workflows"
    for path, module in modules(workflows):
        if "migrations" not in path.parts:
            yield path.relative_to(workflows).as_posix(), identifiers(module) | {path.stem}


def test_no_word_that_is_not_used_is_used() -> None:
    unused = [word for row in GLOSSARY for word in coded(row["not used"])]
    found = [
        f"{where}: {identifier} says {word!r}"
        for where, names in kernel()
        for word in unused
        if not any(word == allowed and where.startswith(place) for allowed, place in ELSEWHERE)
        for identifier in sorted(names)
        if says(identifier, word)
    ]

    assert found == []


def test_every_exception_is_needed() -> None:
    used = [
        any(says(identifier, word) for where, names in kernel() if where.startswith(place) for identifier in names)
        for word, place in ELSEWHERE
    ]

    assert [exception for exception, needed in zip(ELSEWHERE, used, strict=True) if not needed] == []


def test_every_name_the_glossary_gives_exists() -> None:
    product = [folder for folder in CODE if folder.name != "tests"]
    known = {name for folder in product for _path, module in modules(folder) for name in identifiers(module)}
    given = [name for row in GLOSSARY for name in coded(row["in code"])]

    assert [name for name in given if name not in known] == []


def test_every_concept_has_one_word_and_one_meaning() -> None:
    for language in ("中文", "English"):
        words = [row[language] for row in GLOSSARY]
        assert [word for word in words if words.count(word) > 1] == []
    assert [row["English"] for row in GLOSSARY if not row["meaning"].endswith(".")] == []


@pytest.mark.parametrize(
    ("identifier", "word", "expected"),
    [
        ("action", "action", True),
        ("ACTIONS", "action", True),
        ("nextActionName", "action", True),
        ("transaction", "action", False),
        ("reaction_time", "action", False),
        ("audit_trail_of", "audit_trail", True),
    ],
)
def test_a_word_is_found_as_a_whole(identifier: str, word: str, expected: bool) -> None:  # noqa: FBT001
    assert says(identifier, word) is expected


# --- the law


def test_the_law_report_is_the_one_of_the_tests() -> None:
    text = (ROOT / law_report.PATH).read_text(encoding="utf-8")

    assert text == law_report.report(), "run python -m tests.law_report"


def test_every_row_of_the_law_has_an_id_of_its_own() -> None:
    ids = [row.id for rows in law_report.LISTS.values() for row in rows]

    assert sorted(ids) == sorted(set(ids))
    assert [len(law_report.LISTS[title]) for title in law_report.LISTS] == [22, 13, 14, 10, 10, 10]


def test_a_proof_that_does_not_exist_is_refused() -> None:
    with pytest.raises(LookupError, match="nowhere"):
        law_report.proofs(law_report.Row("trap 0", "Nothing", ("nowhere.py::test_nothing",)), {})


def test_a_mark_that_cites_a_row_covers_it() -> None:
    assert law_report.proofs(law_report.Row("case A1", "Amounts"), {"case A1": ["a.py::test_b"]}) == ["a.py::test_b"]


def test_every_law_that_is_cited_is_explained() -> None:
    explained = {row["short"] for row in table("concepts.md", "short", "law")}
    own = {row.id for rows in law_report.LISTS.values() for row in rows}
    moves = (
        move
        for life in MACHINES.values()
        for method in vars(life).values()
        if hasattr(method, "_django_fsm")
        for move in method._django_fsm.transitions.values()
    )
    cited = {cite for cite in law_report.marked_tests() if cite not in own}
    cited |= {part for move in moves for part in move.custom["basis"].split("; ")}

    assert sorted(cite for cite in cited if not any(re.match(rf"{short}\b", cite) for short in explained)) == []


# --- dependencies and links


def test_every_dependency_says_why_it_is_here() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    required = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = [re.split(r"[\[<>=~! ]", requirement, maxsplit=1)[0] for requirement in required]

    assert sorted(
        named("adr/0002-parts-and-why-each-is-here.md", "part", "why it is here", "rejected instead")
    ) == sorted(names)


@pytest.mark.parametrize("path", sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")]), ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    dead = [target for target in targets if target and "://" not in target and not (path.parent / target).exists()]

    assert dead == []
