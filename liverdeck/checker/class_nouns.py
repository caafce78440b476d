"""Nouns that only say again what an answer is, as in *hamate bone*.

Such a noun must belong to the name: *femur* is a bone and no muscle, and *heart muscle*
is a part of the heart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.known_words import is_drug, is_known, is_medical
from liverdeck.checker.noun_phrases import is_adjective

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens

NOUNS_OF_NAMES = frozenset("nerve artery vein ligament".split())
_NOUNS_OF_SUBSTANCES = frozenset("hormone enzyme ion drug antibiotic protein".split())
_NAMES_OF_CLASSES = {
    "bone": frozenset(
        """
        femur tibia fibula patella humerus radius ulna clavicle scapula sternum
        manubrium hamate capitate lunate scaphoid triquetrum triquetral pisiform
        trapezium trapezoid talus calcaneus calcaneum navicular cuboid cuneiform
        mandible maxilla vomer ethmoid sphenoid hyoid malleus incus stapes sacrum coccyx
        ilium ischium pubis atlas axis vertebra rib skull cranium metacarpal metatarsal
        phalanx carpal tarsal frontal parietal temporal occipital nasal lacrimal
        zygomatic palatine
        """.split()
    ),
    "muscle": frozenset(
        """
        deltoid trapezius gastrocnemius soleus sartorius gracilis masseter platysma
        diaphragm psoas iliacus iliopsoas piriformis plantaris rhomboid rhomboideus
        anconeus supraspinatus infraspinatus latissimus gluteus stapedius cremaster
        detrusor hamstring sternocleidomastoid risorius digastric intercostal scalene
        serratus teres rectus vastus semitendinosus semimembranosus longus brevis
        levator sphincter obturator oblique transversus erector multifidus splenius
        rotator omohyoid mylohyoid geniohyoid stylohyoid sternohyoid thyrohyoid peroneus
        brachii femoris oculi oris dorsi spinae scapulae lumborum capitis pollicis
        hallucis digitorum abdominis
        """.split()
    ),
    "gland": frozenset(
        """
        pituitary hypophysis thyroid parathyroid adrenal suprarenal parotid
        submandibular sublingual pineal prostate pancreas thymus lacrimal mammary
        sebaceous salivary bulbourethral eccrine apocrine bartholin cowper
        """.split()
    ),
    "valve": frozenset(("mitral", "tricuspid")),
    "layer": frozenset(
        "ectoderm mesoderm endoderm epidermis dermis hypodermis".split()
    ),
    "infection": frozenset(
        """
        measles mumps rubella rubeola varicella chickenpox influenza malaria
        tuberculosis hiv syphilis gonorrhea chlamydia herpes shingles covid rabies
        """.split()
    ),
}
"""The names that each of these nouns belongs to."""
CLASSES = frozenset(_NAMES_OF_CLASSES)
NOUNS_OF_CLASSES = frozenset(
    form
    for noun in CLASSES | NOUNS_OF_NAMES | _NOUNS_OF_SUBSTANCES
    for form in (noun, f"{noun}s", "arteries")
)
"""All of these nouns, in the plural too."""
_ENDS_OF_MUSCLES = (
    *("alis", "aris", "ceps", "glossus", "ator", "inator", "ineus", "iteus"),
    *("flexor", "extensor", "adductor", "abductor"),
)
"""Ends of other names of muscles, such as *brachialis*."""
_ONLY_NOUNS = {"vagus": "nerve", "aorta": "artery"}
"""The only noun that can stand behind a name."""
_ENDS_OF_NAMES = ("al", "ar", "ic", "ian", "oid", "eal", "ous", "vagus", "aorta")
"""Ends of names behind which a noun may be left out, such as *femoral* or *vagus*.

Behind any other name it may not: *kidney vein* is not *kidney*.
"""
_ENDS_LIKE_NOUNS = ("ary", "ory")
"""Ends of names such as *axillary*, and of nouns such as *ovary*."""
_NERVES_OF_SPINE = frozenset("ctls")
"""First letters of the names of spinal nerves, as in *S1 root*."""
_NOUNS_OF_SPINE = (("root",), ("nerve", "root"), ("nerve",), ("level",))
_NAMES_ALONE = {
    "artery": frozenset(("carotid",)),
    "ligament": frozenset(("cruciate",)),
    "nerve": frozenset(
        """
        vagus trigeminal oculomotor trochlear abducens glossopharyngeal hypoglossal
        vestibulocochlear phrenic sciatic musculocutaneous abducent
        """.split()
    ),
    "vein": frozenset("jugular azygos hemiazygos".split()),
    "gland": frozenset(
        "pituitary thyroid parathyroid adrenal parotid prostate pineal".split()
    ),
    "muscle": frozenset(
        """
        deltoid sternocleidomastoid platysma masseter diaphragm psoas hamstring detrusor
        cremaster buccinator brachii oculi oris dorsi spinae scapulae lumborum
        """.split()
    ),
    "bone": frozenset(
        """
        hyoid scaphoid lunate hamate capitate pisiform trapezoid navicular cuboid
        ethmoid sphenoid mandible maxilla clavicle scapula tibia fibula patella ulna
        vomer stapes coccyx metacarpal metatarsal rib skull
        """.split()
    ),
    "valve": frozenset(("mitral", "tricuspid")),
    "layer": frozenset("ectoderm mesoderm endoderm epidermis dermis".split()),
}
"""Names that say without each of these nouns what they are."""
_ENDS_OF_NOUNS = ("us", "is", "ps", "ur", "um")
"""Ends of names that are nouns themselves, such as *femur*, and no adjectives."""
_ENDS_OF_SUBSTANCES = ("ase", "in", "ine", "ol", "one", "gen", "gon", "um")
_MORE_ENDS = (*_ENDS_OF_SUBSTANCES, "zyme", "ide", "ate", "ite", "iron", "inc", "per")
"""Ends of all known words that are read as names of substances, such as *zinc*."""
_ENDS_OF_IONS = ("ide", "ate", "ite")
"""More ends of names that may lack an *ion*; a *peptide hormone* is no *peptide*."""
_SHORTEST_NAME = 5
_VIRAL_INFECTION = ("virus", "infection")
_ENDS_OF_PROTEINS = ("in", "ase", "gen")
_SHORTEST_PROTEIN = 6
"""A name with at least this many letters: *albumin*, and not *brain*."""
_AMINO_ACID = ("amino", "acid")
_AMINO_ACIDS = frozenset(
    """
    alanine arginine asparagine aspartate cysteine glutamate glutamine glycine histidine
    isoleucine leucine lysine methionine phenylalanine proline serine threonine
    tryptophan tyrosine valine ornithine citrulline homocysteine taurine
    """.split()
)


def without_noun_of_class(tokens: Tokens) -> Tokens:
    """Return *hamate* for *hamate bone* and *bone hamate*.

    Returns no tokens if there is no such noun, or if it does not belong to the name.
    """
    if len(tokens) < 2:  # noqa: PLR2004
        return ()
    if tokens[-2:] == _VIRAL_INFECTION:
        tokens = (*tokens[:-2], tokens[-1])  # *measles virus infection*
    for nouns, name in ((tokens[:2], tokens[2:]), (tokens[-2:], tokens[:-2])):
        if nouns == _AMINO_ACID and len(name) == 1 and name[0] in _AMINO_ACIDS:
            return name
    for noun, name in ((tokens[-1], tokens[:-1]), (tokens[0], tokens[1:])):
        if noun in NOUNS_OF_CLASSES and _belongs_to(_in_singular(noun), name):
            return name
    return ()


def may_stand_behind(noun: str, name: Tokens) -> bool:
    """Whether a noun only says again what a name is: *deltoid*, *deltoid muscles*."""
    if noun not in NOUNS_OF_CLASSES:
        return False
    named = (*name, noun)
    return name in (without_noun_of_class(named), without_class_noun(named))


def _in_singular(noun: str) -> str:
    return "artery" if noun == "arteries" else noun.removesuffix("s")


def without_inner_noun(tokens: Tokens) -> Tokens:
    """Return *thyroid cancer* for *thyroid gland cancer*.

    The last word is not inside: it says what the answer is.
    """
    return tuple(
        token
        for index, token in enumerate(tokens)
        if token not in CLASSES
        or index in (0, len(tokens) - 1)
        or not _is_of_class(tokens[index - 1], token)
    )


def _belongs_to(noun: str, name: Tokens) -> bool:
    if noun in _NAMES_OF_CLASSES:
        return any(_is_of_class(word, noun) for word in name)
    if noun == "protein":
        return _may_be_protein(name[-1])
    if noun in _NOUNS_OF_SUBSTANCES - {"hormone"}:
        return _may_be_substance(name[-1])
    return says_it_alone(name[-1], noun)


def _may_be_substance(name: str) -> bool:
    """Whether a name may be that of a substance: a known word must end like one.

    A letter alone may be a unit, as in *5 mol/L ion*.
    """
    if len(name) == 1:
        return False
    return is_drug(name) or not is_known(name) or name.endswith(_MORE_ENDS)


def _may_be_protein(name: str) -> bool:
    return len(name) >= _SHORTEST_PROTEIN and name.endswith(_ENDS_OF_PROTEINS)


def _is_of_class(word: str, noun: str) -> bool:
    names = _NAMES_OF_CLASSES[noun]
    if word in names or word.removesuffix("s") in names:
        return True
    return noun == "muscle" and word.endswith(_ENDS_OF_MUSCLES)


def without_class_noun(tokens: Tokens) -> Tokens:
    """Return *vagus* for *vagus nerve*, and *calcium* for *calcium ions*.

    Returns no tokens if there is no such noun.
    """
    if len(tokens) < 2:  # noqa: PLR2004
        return ()
    if spinal := _without_noun_of_spine(tokens):
        return spinal
    if tokens[-1] not in NOUNS_OF_CLASSES:
        return ()
    noun = tokens[-1] if tokens[-1] == "ions" else _in_singular(tokens[-1])
    name = tokens[-2]
    is_name = noun in NOUNS_OF_NAMES and (
        name.endswith(_ENDS_OF_NAMES)
        or (name.endswith(_ENDS_LIKE_NOUNS) and is_adjective(name))
    )
    # *Thyroid artery* is not *thyroid*, which is a gland.
    is_other = any(name in names for names in _NAMES_OF_CLASSES.values())
    if _ONLY_NOUNS.get(name, noun) != noun or (is_other and noun != "ions"):
        return ()
    return tokens[:-1] if is_name or noun == "ions" else ()


def _without_noun_of_spine(tokens: Tokens) -> Tokens:
    """Return *S1* for *S1 root*; no tokens for anything else."""
    name, noun = tokens[:2], tokens[2:]
    is_name = name[0] in _NERVES_OF_SPINE and name[1].isdigit()
    return name if is_name and noun in _NOUNS_OF_SPINE else ()


def says_it_alone(name: str, noun: str) -> bool:
    """Whether a name means the same without the noun: *femur bone*, *insulin hormone*.

    But *growth hormone* is no *growth*, *femoral artery* no *femoral*, and *thyroid
    hormone* no *thyroid*.
    """
    if noun not in NOUNS_OF_CLASSES or len(name) < _SHORTEST_NAME:
        return False
    noun = _in_singular(noun)
    if noun in _NAMES_ALONE:
        is_noun = name.endswith(_ENDS_OF_NOUNS) and noun != "nerve"
        is_named = is_noun and noun in CLASSES and _is_of_class(name, noun)
        return is_named or name in _NAMES_ALONE[noun]
    ends = (*_ENDS_OF_SUBSTANCES, *(_ENDS_OF_IONS if noun == "ion" else ()))
    is_substance = is_medical(name) and name.endswith(ends)
    return is_substance and noun in _NOUNS_OF_SUBSTANCES
