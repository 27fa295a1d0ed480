"""Templates say sentences by key; what is filled in can't become markup by accident."""

from types import MappingProxyType

from jinja2 import Environment

from midback.web.kit.sentences import spoken
from midback.words import Words

SENTENCES = {
    "greeting": "It isn't <b> & {name}.",
    "steps.one": "One step",
    "steps.other": "{count} steps",
    "list.and": "{first} and {last}",
    "list.comma": ", ",
}


def drawn(template: str, **values: object) -> str:
    environment = Environment(autoescape=True)
    environment.globals |= spoken(Words(MappingProxyType(SENTENCES), MappingProxyType({"name": "<us>"})))
    return environment.from_string(template).render(values)


def test_a_sentence_and_what_fills_it_are_escaped() -> None:
    assert drawn('{{ say("greeting", name=name) }}', name="<i>") == "It isn't &lt;b&gt; &amp; &lt;i&gt;."


def test_a_place_fills_what_nothing_else_fills_and_is_escaped() -> None:
    assert drawn('{{ say("greeting") }}') == "It isn't &lt;b&gt; &amp; &lt;us&gt;."


def test_a_link_made_by_the_template_stays_a_link() -> None:
    link = '{% set link %}<a href="/">{{ name }}</a>{% endset %}{{ say("greeting", name=link) }}'
    assert drawn(link, name="<i>").endswith('<a href="/">&lt;i&gt;</a>.')


def test_things_are_counted_and_listed() -> None:
    assert drawn('{{ count("steps", 1) }}, {{ count("steps", 2) }}') == "One step, 2 steps"
    assert drawn("{{ listed(items) }}", items=["a", "b", "<c>"]) == "a, b and &lt;c&gt;"
