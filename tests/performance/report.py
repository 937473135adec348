"""The figures in the form others read, and as a page."""

from collections.abc import Mapping
from typing import Any

HOLDS = """
## What holds the rest

An act is two round trips where the limit is one. In profiles of one process, at twenty per cent of the best rounds, an act
took 2.2 ms of the server and 1.3 ms of the client, the limit 0.8 and 0.2. On the server the read costs about as much as the
limit in all, the write about twice: it comes as one JSON document that has to be parsed, and row-level security, the guards
and the search for conflicts of interest are asked again under the lock. The client's share is the rules, the chained row and
two calls of the driver. What is proposed next is not tried yet. What would change it: typed arguments in
place of JSON for a single act; a port for conflicts that says in one look-up that a person belongs to no applicant at all;
posts kept per process under a counter that every change of the organisation moves. In a batch the round trips vanish and
the rules remain, so that the factor between many and one ends where Python's share does. Over HTTP the page asks for posts
three times, by the middleware, the case and the act; once would do."""
"""What the profiles showed; said on the page beside the figures."""

TARGETS = {
    "perform_of_limit": 0.40,
    "perform_over_viewflow": 5.0,
    "many_over_one": 8.0,
    "http_of_bare": 0.5,
}


def in_form(figures: Mapping[str, Any]) -> dict[str, Any]:
    """``var/bench.json``: acts per second, ratios and the queue, then everything else that was measured."""
    acts, growth = figures["acts"], figures["growth"]
    one = {
        name: acts[f"{name} x1"]["acts_per_second"] for name in ("limit", "perform", "viewflow", "fsm", "perform_many")
    }
    small, large = (growth[str(size)] for size in figures["sizes"])
    ratios = {
        "perform_of_limit": one["perform"] / one["limit"],
        "perform_over_viewflow": one["perform"] / one["viewflow"],
        "many_over_one": one["perform_many"] / one["perform"],
        "http_of_bare": acts["http_act x1"]["acts_per_second"] / acts["http_bare x1"]["acts_per_second"],
        "growth": large["acts"]["acts_per_second"] / small["acts"]["acts_per_second"],
    }
    queue = {str(size): {n: q["ms"] for n, q in growth[str(size)]["queue"].items()} for size in figures["sizes"]}
    same = all(small["queue"][name]["plans"] == large["queue"][name]["plans"] for name in small["queue"])
    return {
        "acts_per_second": one,
        "ratios": {name: round(value, 3) for name, value in ratios.items()},
        "queue_ms": queue,
        "buffers_per_act": {str(size): growth[str(size)]["buffers_per_act"] for size in figures["sizes"]},
        "same_plans": same,
        **figures,
    }


def as_page(bench: Mapping[str, Any]) -> str:
    """``docs/performance.md``."""
    return "\n".join((_head(bench), _ratios(bench), _table(bench), _queues(bench), _papers(bench), HOLDS)) + "\n"


def _head(bench: Mapping[str, Any]) -> str:
    said = ", ".join(f"`{name}` {value}" for name, value in bench["settings"].items())
    return (
        f"# Performance\n\nWritten by `{bench['command']}`, which measures everything side by side: rounds are interleaved,\n"
        "figures are medians, every act is a durable transaction of its own. Trust the ratios; the figures are those of one\n"
        f"machine in one hour. Its load was {bench['load'][0]} at the beginning and {bench['load'][1]} at the end.\n\n"
        f"Settings: {said}.\n\n"
        "The unit is a case: submitted, accepted, reviewed, decided, each act with lock, state, step and history row. The\n"
        "*limit* is the same rows by one SQL function called from a Django cursor as the app's role, with nothing to decide.\n"
        "*viewflow* is stock django-viewflow 2.4 with its select-for-update lock, *fsm* a naive django-fsm model with a log\n"
        "row; both live in an environment of their own (`tests/performance/comparators/requirements.lock`)."
    )


def _ratios(bench: Mapping[str, Any]) -> str:
    rows = ["", "## Ratios", "", "| ratio | reached | wanted |", "|---|---|---|"]
    for name, value in bench["ratios"].items():
        rows.append(f"| `{name}` | {value:.2f} | {TARGETS.get(name, '')} |")
    return "\n".join(rows)


def _table(bench: Mapping[str, Any]) -> str:
    heads = ("acts_per_second", "p50_ms", "p99_ms", "client_cpu_us", "server_cpu_us", "wal_bytes")
    rows = [
        "",
        "## Acts",
        "",
        "Of `perform_many` the time is per case of a batch of 100. HTTP acts are POSTs to an in-process client.",
        "",
        "| scenario | acts/s | p50 ms | p99 ms | client CPU us | server CPU us | WAL bytes |",
        "|---|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {name} | " + " | ".join(str(each[head]) for head in heads) + " |" for name, each in bench["acts"].items()
    ]
    trips = bench["statements"]
    rows += ["", f"Statements: `perform` {trips['perform']}, `perform_many` {trips['perform_many']} per case."]
    return "\n".join(rows)


def _queues(bench: Mapping[str, Any]) -> str:
    sizes = [str(size) for size in bench["sizes"]]
    rows = ["", "## Growth", "", "Milliseconds in the database, of all the statements a desk's page sends.", ""]
    rows += ["| | " + " | ".join(f"{size} cases" for size in sizes) + " |", "|---|" + "---|" * len(sizes)]
    for name in bench["queue_ms"][sizes[0]]:
        rows.append(f"| {name} | " + " | ".join(str(bench["queue_ms"][size][name]) for size in sizes) + " |")
    rows.append(
        "| shared buffers per act | " + " | ".join(str(bench["buffers_per_act"][size]) for size in sizes) + " |"
    )
    acts = " | ".join(str(bench["growth"][size]["acts"]["acts_per_second"]) for size in sizes)
    rows += [
        f"| acts per second | {acts} |",
        "",
        f"The plans of the queue are the same at both sizes: {_yes(bench['same_plans'])}.",
    ]
    return "\n".join(rows)


def _papers(bench: Mapping[str, Any]) -> str:
    found = bench["licences"]
    return (
        "\n## Licences\n\n"
        f"Licences as PDF/A-2a with fonts and colour profile: {found['licences']} a second; the same page through bare "
        f"WeasyPrint, as plain PDF: {found['weasyprint']} a second."
    )


def _yes(holds: object) -> str:
    return "yes" if holds else "no"
