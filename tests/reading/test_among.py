"""Reading among given entities: what is found between the places marked in a text."""

from __future__ import annotations

from westphalia.reading.among import Marked, among
from westphalia.records import Span


def found(text: str, *names: str) -> set[tuple[str, str, str]]:
    """The relations found between the first places of the names, as texts."""
    marks = [Span(start=text.index(name), end=text.index(name) + len(name)) for name in names]
    _, between = next(among([Marked(text, marks)]))
    return {(b.draft.relation, s.of(text), t.of(text)) for b in between for s in b.source for t in b.target}


def test_marks_that_are_no_state_are_actors() -> None:
    text = "The rebels attacked the convoy, and the mayor met the general."
    assert found(text, "The rebels", "the convoy", "the mayor", "the general") >= {
        ("ASSAULT", "The rebels", "the convoy"),
        ("CONSULT", "the mayor", "the general"),
    }


def test_ties_are_found_too() -> None:
    assert ("support", "The brigade", "the militia") in found(
        "The brigade carried out strikes in support of the militia.", "The brigade", "the militia"
    )


def test_of_marks_in_one_another_the_outer_is_meant() -> None:
    text = "The rebels attacked the army of the king."
    assert found(text, "The rebels", "the army of the king", "the king") == {
        ("ASSAULT", "The rebels", "the army of the king")
    }


def test_a_pronoun_stands_for_the_subject_before_it() -> None:
    text = "The militia said that it had attacked the convoy."
    assert ("ASSAULT", "The militia", "the convoy") in found(text, "The militia", "the convoy")


def test_what_is_denied_keeps_its_polarity_and_texts_their_order() -> None:
    first, second = "Iran did not attack Iraq.", "Iran attacked Iraq."
    spans = [Span(start=0, end=4)]
    marked = [Marked(t, [*spans, Span(start=t.index("Iraq"), end=t.index("Iraq") + 4)]) for t in (first, second)]
    assert [[b.draft.polarity for b in between] for _, between in among(marked)] == [["-"], ["+"]]


def test_to_tell_somebody_something_is_a_talk() -> None:
    text = "The general told the rebels that the war was over."
    assert ("CONSULT", "The general", "the rebels") in found(text, "The general", "the rebels")


def test_a_pronoun_as_object_stands_for_what_was_the_object_before_it() -> None:
    text = "The drone spotted a truck and destroyed it with a missile."
    assert ("ASSAULT", "The drone", "a truck") in found(text, "The drone", "a truck")


def test_a_noun_that_the_parser_takes_for_a_verb_is_one() -> None:
    text = "A series of precision French airstrikes killed nine fighters."
    assert ("ASSAULT", "French", "fighters") in found(text, "French", "fighters")
