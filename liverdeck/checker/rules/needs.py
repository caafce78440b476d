"""What a typed answer and the right one must have so that a rule may apply.

Each rule of the table needs one trait of each of its groups. Without it, the rule would
return None, so it need not be asked. A rule that is not in the table is always asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from liverdeck.checker.rules import (
    answer_parts,
    extra_words,
    forms,
    in_brackets,
    known,
    meaning,
    readable,
    repeated_question,
    short_forms,
    slips,
    three_parts,
)
from liverdeck.checker.traits import (
    AND,
    BRACKET,
    CAPITALS,
    CLASS,
    CODED,
    COMMA,
    DECK,
    DENIAL,
    DIRECTION,
    FORMULA,
    GIVING_UP,
    GREEK,
    HEDGE,
    JOINT,
    LETTER,
    LINK,
    MARKS,
    NEGATION,
    NOTHING,
    NUMBER,
    OF,
    OPEN,
    POINT,
    REJECTED,
    SEVERAL,
    SHORT,
    SIDED,
    SIGN,
    UNIT,
    in_right,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.verdict import Verdict

Rule: TypeAlias = "Callable[[RightAnswer, Typed], Verdict | None]"

NEEDS: dict[Rule, tuple[int, ...]] = {
    readable.too_long: (NOTHING,),
    readable.nothing_to_read: (NOTHING,),
    known.rejected: (in_right(REJECTED),),
    known.other_quantity: (NUMBER,),
    readable.capitals_of_code: (CAPITALS,),
    readable.article_or_prefix: (LETTER, SEVERAL),
    readable.gave_up: (GIVING_UP,),
    known.same_quantity: (NUMBER,),
    known.open_answer: (in_right(OPEN),),
    known.initial_of_genus: (LETTER, SEVERAL, in_right(SEVERAL)),
    short_forms.short_word: (POINT | LETTER | SHORT, SEVERAL),
    short_forms.formula: (FORMULA | in_right(FORMULA),),
    short_forms.unit_alone: (UNIT | in_right(UNIT),),
    short_forms.labelled_quantity: (NUMBER, in_right(SIGN)),
    known.initials: (CAPITALS | in_right(SEVERAL | GREEK),),
    forms.latin_abbreviation: (POINT | in_right(POINT),),
    known.other_answer: (in_right(DECK),),
    meaning.beside_filler: (SEVERAL | in_right(SEVERAL),),
    meaning.denied_alike: (in_right(DENIAL),),
    meaning.unsure: (GIVING_UP, SEVERAL),
    answer_parts.same_parts: (MARKS | JOINT | NUMBER,),
    three_parts.same_without_joint: (SEVERAL, in_right(COMMA)),
    answer_parts.same_direction: (DIRECTION, SEVERAL),
    answer_parts.same_change: (DIRECTION, SEVERAL),
    answer_parts.swapped_markers: (AND,),
    meaning.negated: (NEGATION, SEVERAL),
    meaning.hedged: (HEDGE,),
    meaning.doubled_arrows: (SIGN | in_right(SIGN),),
    meaning.signs: (SIGN | in_right(SIGN),),
    in_brackets.brackets: (BRACKET,),
    slips.same_in_other_order: (SEVERAL,),
    three_parts.parts_in_other_order: (SEVERAL, in_right(COMMA)),
    forms.short_code: (in_right(CODED),),
    forms.between_vertebrae: (NUMBER,),
    meaning.several_answers: (MARKS | JOINT | NUMBER,),
    forms.type_before_number: (NUMBER,),
    forms.sided: (SIDED | in_right(SIDED),),
    forms.noun_inside: (CLASS | in_right(CLASS),),
    forms.adjective_for_noun: (SEVERAL, OF | in_right(OF)),
    known.incomplete: (in_right(SEVERAL),),
    repeated_question.repeated_question: (LINK, SEVERAL),
    extra_words.shuffled_or_extra: (SEVERAL,),
}
