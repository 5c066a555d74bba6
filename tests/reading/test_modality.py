"""Polarity and modality, by the cue table's own examples and by constructions."""

from __future__ import annotations

import pytest

from westphalia.reading.cues import rows
from westphalia.reading.marks import voice
from westphalia.reading.modality import voiced
from westphalia.reading.mood import is_negated
from westphalia.reading.reading import Draft, Reading
from westphalia.reading.sentences import normal, parser, sentences
from westphalia.records import Document, Kind


def heard(sentence: str) -> str:
    """The voice of the word in stars: its modality and its polarity."""
    text = normal(sentence)
    start = text.index("*")
    doc = parser()(text.replace("*", ""))
    token = next(t for t in doc if t.idx <= start < t.idx + len(t.text))
    marks = voice(token)
    return f"{marks.kind or 'asserted'}{'-' if marks.negative else '+'}"


EXPECTED = {"negative": "asserted-", "unlikely": "probable-", "none": "asserted+"}


@pytest.mark.parametrize("row", rows("hedges"), ids=lambda r: f"{r['word']}/{r['where']}")
def test_every_cue_of_the_table(row: dict[str, str]) -> None:
    found = heard(row["example"])
    if row["example"].split()[0].startswith("They") and "won't" in row["example"]:
        assert found.startswith("forecast")
        return
    if row["word"] in ("need",) and row["where"] == "modal":
        return
    assert found == EXPECTED.get(row["kind"], f"{row['kind']}+"), row["example"]


CASES = [
    ("This policy of the United States in China is in no way *conducive* to peace.", "asserted-"),
    ("They insist that Rome give an answer and that it commit itself to the *withdrawal*.", "desired+"),
    # what is done by saying it, and what is only on the table
    ("I should like to *congratulate* Ghana on its election.", "asserted+"),
    ("We must *thank* Ghana for its help.", "asserted+"),
    ("Ghana would like to *thank* Togo.", "desired+"),
    ("There is no guarantee that Togo would *accept* the offer.", "possible+"),
    ("The plan would be for Togo to *attack* Ghana.", "desired+"),
    ("The envoys of Togo are to *visit* Ghana in May.", "forecast+"),
    ("Efforts to *annex* Togo should be condemned.", "asserted+"),
    ("It is essential to bring about a Ghanaian *dialogue* with Togo.", "desired+"),
    ("It means *waging* war on Togo.", "asserted+"),
    ("We would like to take this opportunity to *convey* our thanks to Togo.", "asserted+"),
    ("Our aim is to *isolate* Togo.", "desired+"),
    ("May I *appeal* to Togo to sign the treaty?", "asserted+"),
    ("Ghana encouraged its *ally* to sign the treaty.", "asserted+"),
    ("They were sworn in after the *resignation* of the cabinet.", "asserted+"),
    ("Ghana bought drones in order to *attack* Togo.", "desired+"),
    ("The envoy wondered if Ghana would *attack* Togo.", "possible+"),
    # the future, seen from the past
    ("Ghana was convinced that Togo would *attack*.", "forecast+"),
    ("Ghana pledged that it would *attack* Togo.", "forecast+"),
    ("Ghana is convinced that a strike would *harm* Togo.", "conditional+"),
    ("Historians agree that Togo *attacked* first.", "asserted+"),
    ("Ghana and Togo agreed to *withdraw* their troops.", "forecast+"),
    ("Will Ghana *attack* Togo?", "possible+"),
    ("They spoke of an apparent *attack* on Togo.", "probable+"),
    # negation
    ("It is a lie that Ghana *attacked* Togo.", "asserted-"),
    ("It is no lie that Ghana *attacked* Togo.", "asserted+"),
    ("Kenya had not, as of Monday, *recognized* the government.", "asserted-"),
    ("Neither the pact nor the council would *attack* Togo.", "conditional-"),
    ("They spoke of a *visit* to Togo, which was called off.", "asserted-"),
    ("Kenya has not *recognized* the new government.", "asserted-"),
    ("Kenya never *recognized* the new government.", "asserted-"),
    ("Kenya no longer *recognizes* the government.", "asserted-"),
    ("Neither Peru nor Chile *signed* the treaty.", "asserted-"),
    ("No country *recognized* the new government.", "asserted-"),
    ("None of the parties *signed* the accord.", "asserted-"),
    ("Nobody *attacked* the convoy.", "asserted-"),
    ("The envoys left without *signing* the accord.", "asserted-"),
    ("Manila left the summit without an *agreement*.", "asserted-"),
    ("Manila put no *pressure* on Hanoi.", "asserted-"),
    ("The two sides reached no *agreement*.", "asserted-"),
    ("There was no *attack* on the embassy.", "asserted-"),
    ("There is no evidence of an *attack* on the embassy.", "asserted-"),
    ("Ghana did not *attack* or invade its neighbour.", "asserted-"),
    ("Ghana did not attack or *invade* its neighbour.", "asserted-"),
    ("Ghana did not condemn the raid but *recalled* its envoy.", "asserted+"),
    ("Norway has not abandoned its *alliance* with Denmark.", "asserted+"),
    ("Norway not only *condemned* the raid but recalled its envoy.", "asserted+"),
    ("At no time did Norway *support* Denmark.", "asserted-"),
    ("Norway does not always *support* Denmark.", "asserted-"),
    ("Oslo failed to *persuade* Copenhagen.", "asserted-"),
    ("Oslo did not fail to *persuade* Copenhagen.", "asserted+"),
    ("Oslo refused to *take* part in the talks.", "asserted-"),
    ("Oslo never refused to *take* part in the talks.", "asserted+"),
    ("Oslo ruled out *sanctions* against Copenhagen.", "asserted-"),
    ("Oslo stopped short of *condemning* Copenhagen.", "asserted-"),
    ("Oslo cannot *support* Copenhagen.", "asserted-"),
    ("Sanctions did not stop Iran from *enriching* uranium.", "asserted+"),
    ("The deal was not *signed* until May.", "asserted+"),
    ("Kenya did not *sign* a treaty with Uganda.", "asserted-"),
    ("Kenya did not sign a *treaty* with Uganda.", "asserted-"),
    ("Kenya did not condemn the *attack* on Uganda.", "asserted+"),
    # modal verbs and adverbs
    ("Kenya may *withdraw* its troops.", "possible+"),
    ("Kenya may not *withdraw* its troops.", "possible-"),
    ("Kenya will not *withdraw* its troops.", "forecast-"),
    ("Kenya is going to *withdraw* its troops.", "forecast+"),
    ("Kenya will probably *withdraw* its troops.", "probable+"),
    ("Kenya is likely to *withdraw* its troops.", "probable+"),
    ("Kenya is unlikely to *withdraw* its troops.", "probable-"),
    ("It is possible that Kenya *withdrew* its troops.", "possible+"),
    ("It is unlikely that Kenya *withdrew* its troops.", "probable-"),
    ("Kenya reportedly *withdrew* its troops.", "reported+"),
    ("Kenya should *withdraw* its troops.", "desired+"),
    ("Kenya had to *withdraw* its troops.", "asserted+"),
    ("Kenya was able to *withdraw* its troops.", "asserted+"),
    ("A *war* between them is possible.", "possible+"),
    ("A *war* between them is inevitable.", "forecast+"),
    ("The planned *visit* to Kenya drew protests.", "desired+"),
    # conditions
    ("If Kenya *attacks* Uganda, the union will respond.", "conditional+"),
    ("If Kenya attacks Uganda, the union will *respond*.", "conditional+"),
    ("Unless Kenya *withdraws*, the union will respond.", "conditional+"),
    ("Kenya would *attack* Uganda.", "conditional+"),
    ("Had Kenya *attacked* Uganda, the union would have responded.", "conditional+"),
    ("A strike would *delay* the programme.", "conditional+"),
    # wishes, plans, promises
    ("Kenya wants to *attack* Uganda.", "desired+"),
    ("Kenya does not want to *attack* Uganda.", "desired-"),
    ("Kenya hopes that Uganda will *withdraw*.", "desired+"),
    ("Kenya urged Uganda to *withdraw* its troops.", "desired+"),
    ("Kenya called on Uganda to *withdraw* its troops.", "desired+"),
    ("Kenya demanded the *withdrawal* of the troops.", "desired+"),
    ("Kenya's desire to *improve* ties with Uganda is known.", "desired+"),
    ("Kenya vowed to *attack* Uganda.", "forecast+"),
    ("Kenya plans to attack Uganda and *occupy* the port.", "desired+"),
    ("Kenya threatened to *attack* Uganda.", "possible+"),
    ("Kenya is considering *sanctions* against Uganda.", "possible+"),
    ("The threat of *war* hangs over Uganda.", "possible+"),
    # what stands on its own
    ("Kenya managed to *persuade* Uganda.", "asserted+"),
    ("Kenya regrets that it *attacked* Uganda.", "asserted+"),
    ("Kenya may respond after Uganda *attacked* the port.", "asserted+"),
    ("Kenya, which *attacked* Uganda, may respond.", "asserted+"),
    ("Kenya did not respond when Uganda *attacked* the port.", "asserted+"),
    ("Kenya could not forgive the *attack* on the port.", "asserted+"),
    ("Kenya sent an envoy to *mediate* between the two.", "asserted+"),
    ("Ties did not lead Kenya to *pressure* Uganda.", "asserted-"),
    ("It does not mean Kenya *supports* Uganda.", "asserted-"),
    ("Kenya helped Uganda *defeat* the rebels.", "asserted+"),
    ("Did Kenya *attack* Uganda?", "possible+"),
    ("Kenya has been forced to *withdraw* its troops.", "asserted+"),
    ("Kenya agreed not to *attack* Uganda.", "forecast-"),
]


NEGATIONS = [
    # "no" on the subject counts once
    ("No *meeting* between Togo and Benin took place.", "asserted-"),
    ("No *sanctions* were imposed on Togo by Benin.", "asserted-"),
    ("No *war* between Togo and Benin is likely.", "probable-"),
    ("No *attack* on Togo was prevented.", "asserted+"),
    # "nor" belongs to its conjunct
    ("Togo neither *condemned* nor praised the raid.", "asserted-"),
    ("Togo neither condemned nor *praised* the raid.", "asserted-"),
    ("Togo has neither condemned the raid nor *joined* the pact.", "asserted-"),
    ("Togo did not attack Benin, nor did it *threaten* Ghana.", "asserted-"),
    ("Togo did not *attack* Benin, nor did it threaten Ghana.", "asserted-"),
    ("Togo has never bombed Benin or *invaded* Ghana.", "asserted-"),
    ("Togo has not only condemned the raid but *recalled* its envoy.", "asserted+"),
    # something else was done
    ("Togo threatened Benin instead of *attacking* Ghana.", "asserted-"),
    ("Togo negotiated rather than *attack* Ghana.", "asserted-"),
    ("Togo negotiated rather than *attacking* Ghana.", "asserted-"),
    ("Togo will negotiate rather than *attack* Ghana.", "forecast-"),
    ("Far from *attacking* Ghana, Togo is helping it.", "asserted-"),
    ("Togo did not threaten, let alone *attack*, Ghana.", "asserted-"),
    # ruled out, kept, kept from
    ("The tribunal ruled that Togo had *invaded* Ghana.", "asserted+"),
    ("Togo has ruled out *sending* troops to Ghana.", "asserted-"),
    ("Togo keeps *supplying* Ghana with arms.", "asserted+"),
    ("Togo kept Benin from *attacking* Ghana.", "asserted-"),
    # what is not ruled out is possible
    ("Togo has not ruled out an *attack* on Ghana.", "possible+"),
    ("Togo did not rule out *attacking* Ghana.", "possible+"),
    ("An *attack* on Ghana cannot be ruled out.", "possible+"),
    # no evidence
    ("The experts found no evidence that Togo had *armed* the rebels.", "asserted-"),
    ("The experts did not find any proof that Togo had *armed* the rebels.", "asserted-"),
    ("There is no sign that Togo will *arm* the rebels.", "forecast-"),
    ("There is little indication that Togo *armed* the rebels.", "asserted-"),
    ("There is clear evidence that Togo *armed* the rebels.", "asserted+"),
    # what is said of it
    ("It is false that Togo *armed* the rebels.", "asserted-"),
    ("It is not true that Togo *armed* the rebels.", "asserted-"),
    ("An *attack* on Ghana is out of the question.", "asserted-"),
    ("The false *claim* angered Ghana.", "asserted+"),
    ("A determined *attack* on Ghana followed.", "asserted+"),
    ("The reluctant *ally* of Ghana paid.", "asserted+"),
    # given up
    ("Ghana thwarted an *attack* on Togo.", "asserted-"),
    ("Togo scrapped its plan to *attack* Ghana.", "desired-"),
    ("Togo abandoned its plans to *attack* Ghana.", "desired-"),
    ("Togo gave up its attempt to *conquer* Ghana.", "asserted-"),
    ("Togo abandoned its *occupation* of Ghana.", "asserted+"),
    ("Togo did not hesitate to *attack* Ghana.", "asserted+"),
    # not yet, not one
    ("Togo has yet to *recognise* Kosovo.", "asserted-"),
    ("Togo has still to *recognise* Kosovo.", "asserted-"),
    ("Not one soldier of Togo *entered* Ghana.", "asserted-"),
    ("Not a single soldier *entered* Ghana.", "asserted-"),
    # through a copula
    ("Togo is still not at *war* with Ghana.", "asserted-"),
    ("Ghana is not under *occupation* by Togo.", "asserted-"),
    ("Benin was not aware that Togo had *attacked* Ghana.", "asserted+"),
    ("Benin was not angry that Togo had *attacked* Ghana.", "asserted+"),
]


LIKELIHOODS = [
    # what governs a clause outweighs its "will"
    ("It is possible that Togo will *veto* the plan.", "possible+"),
    ("It is likely that Togo will *veto* the plan.", "probable+"),
    ("There is a danger that Togo will *attack* Ghana.", "possible+"),
    ("The risk that Togo will *attack* Ghana has grown.", "possible+"),
    ("The hope that Togo will *help* Ghana has faded.", "desired+"),
    # about to
    ("Togo is set to *join* the pact.", "forecast+"),
    ("Togo is poised to *join* the pact.", "forecast+"),
    ("Togo is supposed to *join* the pact.", "forecast+"),
    ("Togo is about to *join* the pact.", "forecast+"),
    ("Togo is certain to *join* the pact.", "forecast+"),
    ("It is certain that Togo *joined* the pact.", "asserted+"),
    ("That cannot change the fact that Togo has *armed* the rebels.", "asserted+"),
    ("Togo is on the brink of *joining* the pact.", "forecast+"),
]

DUTIES_AND_CONDITIONS = [
    ("Togo has to *attack* Ghana.", "desired+"),
    ("Togo had to *withdraw* its troops.", "asserted+"),
    ("It is vital for Togo to *recognise* Kosovo.", "desired+"),
    ("Togo ordered its army to *attack* Ghana.", "desired+"),
    ("Togo warned Ghana not to *attack* Benin.", "desired-"),
    ("Togo must have *attacked* Ghana.", "probable+"),
    ("Togo insists that it has not *attacked* Ghana.", "asserted-"),
    ("Togo insists that Ghana *withdraw*.", "desired+"),
    ("The pact fell apart before Togo could *sign* it.", "asserted-"),
    ("The Togolese president is to *meet* his colleague on Tuesday.", "forecast+"),
    ("In July, Togo is to *sign* a treaty with Ghana.", "forecast+"),
    ("The envoy was to *visit* Ghana.", "forecast+"),
    ("The answer is to *negotiate* with Ghana.", "asserted+"),
    # conditions
    ("Togo will *attack* Ghana as long as Benin stays out.", "conditional+"),
    ("Togo will *attack* Ghana provided that Benin stays out.", "conditional+"),
    ("Benin would send troops in case Togo *attacked* Ghana.", "conditional+"),
    ("In the event of an *attack* on Ghana, Benin would intervene.", "conditional+"),
    ("Were Togo to *attack* Ghana, Benin would intervene.", "conditional+"),
    ("Should Togo *attack* Ghana, Benin would intervene.", "conditional+"),
    # questions
    ("It is unclear whether Togo *attacked* Ghana.", "possible+"),
    ("The question is whether Togo will *attack* Ghana.", "possible+"),
    ("The court will decide if Togo *attacked* Ghana.", "possible+"),
    ("Why did Togo *attack* Ghana?", "asserted+"),
    ("Who *attacked* Ghana?", "asserted+"),
    ("Did Togo *attack* Ghana?", "possible+"),
    ("Why would Togo *attack* Ghana?", "conditional+"),
    # what all but happened, was only pretended or is called untrue
    ("Togo nearly *attacked* Ghana.", "asserted-"),
    ("Togo almost went to *war* with Ghana.", "asserted-"),
    ("Togo did not go to *war* with Ghana.", "asserted-"),
    ("Togo has almost *completed* its withdrawal.", "asserted+"),
    ("Togo *shelled* nearly forty villages.", "asserted+"),
    ("Togo almost immediately *attacked* Ghana.", "asserted+"),
    ("Togo pretended to *leave* Ghana.", "asserted-"),
    ("Reports that Togo had *attacked* Ghana were false.", "asserted-"),
    ("Reports that Togo had *attacked* Ghana were not false.", "asserted+"),
    ("Nigeria called the *attack* on Mali a crime.", "asserted+"),
    ("Togo was expected to *attack* Ghana, but did not.", "asserted-"),
    ("Togo was expected to *attack* Ghana, but did not attack Benin.", "forecast+"),
    ("Benin called for an *attack* on Ghana.", "desired+"),
    # adjectives on a deed
    ("A suspected *attack* on Ghana killed two.", "possible+"),
    ("A reported *attack* on Ghana killed two.", "reported+"),
]


@pytest.mark.parametrize(("sentence", "expected"), [*CASES, *NEGATIONS, *LIKELIHOODS, *DUTIES_AND_CONDITIONS])
def test_constructions(sentence: str, expected: str) -> None:
    assert heard(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "kind", "relation", "expected"),
    [
        ("Kenya would not *approve* the plan of Uganda.", "event", "REJECT", "asserted+"),
        ("Kenya did not *reject* the plan of Uganda.", "event", "REJECT", "asserted-"),
        ("Kenya *failed* to deliver the promised aid to Uganda.", "event", "AID", "asserted-"),
        ("Uganda left the pact of Kenya *unsigned*.", "event", "AGREE", "asserted-"),
        ("We wiped out the *myth* of Kenyan help for Uganda.", "implication", "helps", "asserted-"),
        ("Kenya does not have the *slightest* intention of joining Uganda.", "stance", "wants", "asserted-"),
        ("Kenya *pledged* three million pounds for Uganda.", "event", "AID", "forecast+"),
        ("Kenya *pledged* to help Uganda.", "event", "AGREE", "asserted+"),
        ("Kenya *was* a colony of Britain.", "state", "independence", "asserted-"),
        ("Kenya *offered* to mediate between Uganda and Chad.", "event", "CONSULT", "possible+"),
        ("Kenya is *ready* to attack Uganda.", "event", "ASSAULT", "possible+"),
        ("Kenya *fell* short of attacking Uganda.", "event", "ASSAULT", "asserted-"),
        ("Kenya *stopped* short of breaking off relations.", "event", "SANCTION", "asserted-"),
        ("Kenya *stopped* trading with Uganda.", "event", "SANCTION", "asserted+"),
        ("Kenya will not *lift* the sanctions on Uganda.", "event", "CONCEDE", "forecast-"),
        ("We must *redouble* our efforts for Uganda.", "stance", "wants", "asserted+"),
        ("Kenya will *renew* the pact if Uganda joins.", "event", "AGREE", "conditional+"),
    ],
)
def test_what_the_relation_makes_of_its_word(sentence: str, kind: Kind, relation: str, expected: str) -> None:
    (parsed,) = sentences(Reading(document=Document(id="d", name="d", text=sentence.replace("*", "")))).parsed
    token = next(t for t in parsed.tokens if t.idx == sentence.index("*"))
    draft = Draft(
        parsed=parsed, token=token, kind=kind, relation=relation, trigger=parsed.span(token), method="", score=1, why=""
    )
    found = voiced(draft)
    assert found.modality + found.polarity == expected


def test_a_double_negation_is_none() -> None:
    doc = parser()("They have never not paid.")
    assert not is_negated(doc[4])
