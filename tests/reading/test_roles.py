"""Who does what to whom: one construction of English a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from westphalia.reading.reading import Reading
from westphalia.reading.roles import roles

# sentence; predicate; role=names ...; `-` an empty role, `@` the places of a role
CASES = """
[Iran] attacked [Iraq].|attack|subject=Iran object=Iraq
[Iraq] was attacked by [Iran].|attack|subject=Iran object=Iraq
[Iran] has been accused of supplying drones to [Russia].|supply|subject=Iran to=Russia
[Iran] has been accused of supplying drones to [Russia].|accuse|object=Iran subject=-
[Washington] urged [Moscow] to stop the war.|stop|subject=Moscow
[Washington] called on [Moscow] to withdraw.|withdraw|subject=Moscow
[Washington] called for [Moscow] to withdraw.|call|for=Moscow
[China] sent [Liu] to convey its approval.|convey|subject=Liu
[Russia] was trying to strike a deal with [Pyongyang].|strike|subject=Russia with=Pyongyang
[Russia] was trying to strike a deal with [Pyongyang].|deal|subject=Russia with=Pyongyang
[Turkey] agreed to sell drones to [Kenya].|sell|subject=Turkey to=Kenya
[Seoul] condemned the claim, accusing [Pyongyang] of sending troops.|accuse|subject=Seoul object=Pyongyang
[Seoul] condemned the claim, accusing [Pyongyang] of sending troops.|send|subject=Pyongyang
[Seoul] condemned and rejected the claim.|reject|subject=Seoul
[France] condemned [Mali] and praised [Chad].|praise|subject=France object=Chad
[Putin], who visited [China], praised [Iran].|visit|subject=Putin object=China
The treaty signed by [Russia] and [Cuba] ended the war.|sign|subject=Russia,Cuba
[Iran] is ready to cooperate with [Japan].|cooperate|subject=Iran with=Japan
[Kim]'s six-day visit to [Russia] ended.|visit|subject=Kim to=Russia
[Russia]'s arms deal with [Pyongyang] worried [Seoul].|deal|subject=Russia with=Pyongyang
An [Israeli] air strike on [Gaza] killed ten people.|strike|subject=Israeli on=Gaza
The attack by [Israel] on [Lebanon] went on.|attack|subject=Israel on=Lebanon
There was an attack by [Israel] on [Lebanon].|attack|subject=Israel on=Lebanon
[Iran] carried out an attack on [Iraq].|attack|subject=Iran on=Iraq
New sanctions were imposed on [Russia] by [Britain].|sanction|subject=Britain on=Russia
[Britain] imposed sanctions on [Russia].|sanction|subject=Britain on=Russia
[Iran] received aid from [China].|aid|to=Iran from=China
The talks between [Iran] and [Iraq] failed.|talk|between=Iran,Iraq
[Iran] and [Iraq] met in {Geneva}.|meet|subject=Iran,Iraq
[Japan], [Seoul] and [London] condemned [Pyongyang].|condemn|subject=Japan,Seoul,London object=Pyongyang
[Washington] repeated the claim alongside allies [Japan] and [Britain].|repeat|alongside=Japan,Britain
[Russia]'s ally [Cuba] sent troops.|send|subject=Cuba
[Cuba], an ally of [Russia], sent troops.|ally|be=Cuba of=Russia
[Turkey] is an ally of [Qatar].|ally|be=Turkey of=Qatar
The government of [Chad] condemned the army of [Sudan].|condemn|subject=Chad object=Sudan
[Russian] forces shelled villages in {Ukraine}.|shell|subject=Russian object@=Ukraine
[Russian] forces attacked a base in {Syria}.|attack|subject=Russian object@=Syria
[Germany] gave tanks to [Ukraine].|give|subject=Germany to=Ukraine
[Iranian]-backed militants attacked [Kuwait].|back|subject=Iranian
Anti-[Russian] sanctions hurt [Germany].|sanction|against=Russian
[Poland] said [Ukraine] had defeated [Russia] and [Turkey] would be moving into {Syria}.|move|subject=Turkey into@=Syria
The withdrawal of [Russian] troops from [Georgia] began.|withdrawal|object=Russian from=Georgia
Acts of harassment and blockade by [Washington] against [Cuba] began.|harassment|subject=Washington against=Cuba
[Ankara] posted a message on Twitter blaming [Athens].|blame|subject=Ankara object=Athens
""".strip().splitlines()


@pytest.mark.parametrize("case", CASES)
def test_roles_of(case: str, marked: Callable[[str], Reading]) -> None:
    """The roles of a predicate name whom the sentence means."""
    text, lemma, wanted = case.split("|")
    reading = roles(marked(text))
    predicate = next(p for p in reading.predicates if p.lemma == lemma)
    words = {m.id: m.text for m in reading.mentions}
    for want in wanted.split():
        role, _, names = want.partition("=")
        arguments = predicate.roles.get(role.removesuffix("@"), ())
        found = {words[m] for a in arguments for m in ((*a.mentions, *a.places) if role.endswith("@") else a.mentions)}
        assert found == (set() if names == "-" else set(names.split(","))), (role, found)


def test_roles_without_actors_has_no_predicates(marked: Callable[[str], Reading]) -> None:
    """A sentence that names nobody is passed over."""
    assert roles(marked("The weather was fine and people went home.")).predicates == ()
