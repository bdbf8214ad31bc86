"""Plain data of the shapes a playbook has, with the strings that YAML parsers like to misread."""

from __future__ import annotations

from hypothesis import strategies as st

NASTY = [
    *(
        "05113000",
        "030 23125 000",
        "+4930231250",
        "01067",
        "1e3",
        "1_000",
        "0x1F",
        "0o17",
        "0b11",
        ".5",
        "1.",
        "-0",
        "_1",
    ),
    *("no", "No", "NO", "yes", "on", "off", "y", "n", "true", "True", "null", "Null", "~", "", " ", "  x", "x  "),
    *(
        "2026-01-31",
        "2026-02-31",
        "2026-1-1",
        "2026-01-31T10:00:00Z",
        "12:30",
        "12:30:45",
        ".inf",
        ".nan",
        "-.inf",
        "inf",
    ),
    *(
        "a: b",
        "a:",
        ": a",
        "a #b",
        "#a",
        "- a",
        "-",
        "--- a",
        "---",
        "...",
        "? a",
        "!a",
        "!",
        "&a",
        "*a",
        "%a",
        "@a",
        "`a",
    ),
    *(
        "[a]",
        "{a}",
        "a, b",
        "'",
        '"',
        "it's",
        'say "x"',
        "\\",
        "\\0",
        "C:\\new",
        "|",
        ">",
        "<<",
        "=",
        "key: |",
        "„Zitat“",
    ),
    *(
        "zwei\nZeilen",
        "zwei\nZeilen\n",
        "zwei\n\nZeilen\n\n",
        "\nvorn",
        " vorn\nhinten",
        "a\n  b\n c",
        "a\n \nb",
        "a\n\tb",
    ),
    *(
        "a\r\nb",
        "a\rb",
        "\t",
        "a\tb",
        "\ta",
        "a\u2028b",
        "a\u2029",
        "\ufeffa",
        "a\u00a0",
        "\u00a0",
        "é",
        "🙂",
        "ß" * 90,
    ),
    *(
        "Straße 1, 2. Stock",
        "Mo-Th 08:00-16:00; Fr 08:00-12:00; PH off",
        "PT15M",
        "x" * 300,
        "a # b: c",
        "# a\n# b",
        "a: b\nc: d",
    ),
    *(
        "+49 (30) 23125-0",
        "1,5",
        "1.2.3",
        "12 Tage",
        "3/4",
        "§ 201 StGB",
        "10 %",
        "{{ x }}",
        "**fett**",
        "<b>",
        "\ufffd",
    ),
]
WRITABLE = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.one_of(st.sampled_from(list(" \n\t:#-'\"\\,[]{}&*!|>%@`0123456789.eE+_~äß")), WRITABLE), max_size=12),
)
KEYS = st.one_of(st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True), st.sampled_from(NASTY), TEXTS)
SCALARS = st.one_of(
    TEXTS, st.integers(-(10**12), 10**12), st.booleans(), st.none(), st.floats(allow_nan=False), st.dates().map(str)
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8
)
ITEMS = st.lists(
    st.builds(
        lambda own, rest: {"id": own, **rest},
        st.sampled_from(["anna", "bert", "carl", "dora", "0", "no"]),
        st.dictionaries(st.sampled_from(["name", "unit", "channels", "note"]), VALUES, max_size=3),
    ),
    max_size=4,
    unique_by=lambda item: item["id"],
)
PLAYBOOKS = st.dictionaries(
    st.one_of(st.sampled_from(["municipality", "people", "roles", "review", "open"]), KEYS), ITEMS | VALUES, max_size=5
).map(lambda data: {"komma": 1, **{key: value for key, value in data.items() if key != "komma"}})
