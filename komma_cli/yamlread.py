"""The one door to the fast YAML parser, with ruamel's safe loader where no wheel of it exists.

Both give plain data: dict, list, str, int, float, bool, None. Dates stay strings, because a playbook says itself
which of its strings are dates.
"""

from __future__ import annotations

from typing import Any

try:
    import yaml_rs
except ImportError:  # no wheel for this platform: slower, same result (tests/properties holds the two together)
    yaml_rs = None  # type: ignore[assignment]


class YamlSyntaxError(ValueError):
    """The text is not YAML. ``str()`` is the parser's own (English) reason."""


def parse(text: str) -> Any:
    """Return the plain data of one YAML document; a text with several documents gives a list of them.

    Raises ``YamlSyntaxError`` for everything the parser refuses.
    """
    if yaml_rs is None:
        return parse_slowly(text)
    try:
        return yaml_rs.loads(text, parse_datetime=False)
    except (ValueError, OverflowError, RecursionError) as error:
        raise YamlSyntaxError(str(error)) from error


def parse_slowly(text: str) -> Any:
    """Same promise as ``parse``, kept by ruamel.yaml's safe loader."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    loader = YAML(typ="safe", pure=True)
    resolver = loader.resolver
    resolver.add_version_implicit_resolver  # noqa: B018
    try:
        return loader.load(text)
    except (YAMLError, ValueError, RecursionError) as error:
        raise YamlSyntaxError(str(error)) from error
