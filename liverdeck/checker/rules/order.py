"""The order of the rules that judge one typed answer.

Each rule gets the right answer and what was typed. It returns a verdict, or None if it
does not apply. The first verdict decides. The last rule always returns one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.checker.rules import (
    answer_parts,
    extra_words,
    forms,
    in_brackets,
    known,
    left_out,
    meaning,
    part_order,
    readable,
    repeated_question,
    short_forms,
    slips,
    three_parts,
)
from liverdeck.checker.rules.needs import NEEDS
from liverdeck.checker.traits import WORD_LISTS, in_right

if TYPE_CHECKING:
    from liverdeck.checker.rules.needs import Rule

RULES: tuple[Rule, ...] = (
    readable.too_long,
    readable.nothing_to_read,
    known.rejected,
    known.other_quantity,
    readable.capitals_of_code,
    readable.as_written,
    readable.article_or_prefix,
    readable.other_gender,
    readable.equal,
    readable.gave_up,
    known.same_quantity,
    known.open_answer,
    known.initial_of_genus,
    forms.short_noun,
    short_forms.short_word,
    short_forms.formula,
    short_forms.unit_alone,
    short_forms.labelled_quantity,
    known.initials,
    forms.latin_abbreviation,
    known.other_answer,
    meaning.beside_filler,
    forms.noun_of_class,
    forms.class_left_out,
    left_out.small_word_left_out,
    forms.other_word_for_disease,
    meaning.denied_alike,
    meaning.unsure,
    answer_parts.same_parts,
    three_parts.same_without_joint,
    part_order.shared_word,
    answer_parts.same_direction,
    answer_parts.same_change,
    answer_parts.swapped_markers,
    meaning.negated,
    meaning.hedged,
    meaning.doubled_arrows,
    meaning.signs,
    in_brackets.brackets,
    slips.same_in_other_order,
    three_parts.parts_in_other_order,
    forms.short_code,
    forms.between_vertebrae,
    meaning.several_answers,
    forms.type_before_number,
    forms.sided,
    forms.noun_inside,
    forms.adjective_for_noun,
    left_out.last_word_cut_short,
    slips.slips,
    known.incomplete,
    readable.only_filler,
    repeated_question.repeated_question,
    extra_words.shuffled_or_extra,
    extra_words.nothing_near,
)

_ONLY_ENGLISH = {
    forms.short_code,
    forms.between_vertebrae,
    short_forms.short_word,
    short_forms.formula,
    short_forms.unit_alone,
    short_forms.labelled_quantity,
    readable.article_or_prefix,
    meaning.beside_filler,
    meaning.denied_alike,
    three_parts.same_without_joint,
    answer_parts.same_direction,
    answer_parts.same_change,
    answer_parts.swapped_markers,
    forms.type_before_number,
    forms.sided,
    forms.noun_inside,
    forms.adjective_for_noun,
    forms.latin_abbreviation,
    readable.only_filler,
    repeated_question.repeated_question,
}
"""Rules that know words of English, and would misjudge another language."""
_ONLY_OTHER_LANGUAGES = {
    forms.short_noun,
    forms.noun_of_class,
    readable.other_gender,
    forms.class_left_out,
    left_out.small_word_left_out,
    left_out.last_word_cut_short,
    forms.other_word_for_disease,
    part_order.shared_word,
}
RULES_IN_ENGLISH = tuple(rule for rule in RULES if rule not in _ONLY_OTHER_LANGUAGES)
RULES_WITHOUT_WORD_LISTS = tuple(rule for rule in RULES if rule not in _ONLY_ENGLISH)
"""For all languages but English: none of these rules looks up an English word."""


@lru_cache(maxsize=4096)
def rules_for(traits: int) -> tuple[Rule, ...]:
    """Return the rules that may apply to answers with these traits, in their order.

    `traits` are those of the typed answer and of the right one.
    """
    has_word_lists = traits & in_right(WORD_LISTS)
    rules = RULES_IN_ENGLISH if has_word_lists else RULES_WITHOUT_WORD_LISTS
    return tuple(
        rule for rule in rules if all(traits & group for group in NEEDS.get(rule, ()))
    )


def name_of(rule: Rule) -> str:
    """Return the name of a rule in words."""
    return rule.__name__.replace("_", " ")
