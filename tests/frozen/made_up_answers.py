"""Made-up questions for `test_answers`, and functions that make up answers to them.

Answers are made up only while recording. The record keeps them.
"""

from __future__ import annotations

import random
import re
import string
import unicodedata

SHORT = """\
hypoglycemia | low blood sugar | hypoglycaemia
hyperglycemia | high blood sugar
hypothyroidism
hyperkalaemia
arthritis
arthrosis | osteoarthrosis
hepatitis
cirrhosis | liver cirrhosis | cirrhosis of the liver
nephrosis
diverticulitis
bradycardia | slow heart rate
tachycardia
intracellular
extracellular
intervertebral disc | intervertebral disk
afferent
efferent arteriole
abduction
adduction
ileum
ilium
peroneal nerve | fibular nerve
perineal nerve
dysphagia
dysphasia
mucus
mucous membrane
T4 | thyroxine | tetraiodothyronine
T3 | triiodothyronine
CA 19-9 | carbohydrate antigen 19-9
CA 125
CEA | carcinoembryonic antigen
vitamin B12 | cobalamin
vitamin K1
factor VIII | factor 8 | antihemophilic factor
cranial nerve VII | facial nerve
stage IV | stage 4
type II collagen
L4/L5
C5-C6
5-HT3 receptor | serotonin receptor
HLA-B27
p53 | TP53
HbA1c | glycated hemoglobin | glycated haemoglobin
IgG | immunoglobulin G
SpO2
Na+/K+-ATPase | sodium-potassium pump
H2O | water
CO2 | carbon dioxide
O2
α-fetoprotein | alpha-fetoprotein | AFP
β-blocker | beta blocker
γ-glutamyl transferase | GGT | gamma-GT
μ-opioid receptor
Δ9-tetrahydrocannabinol | THC
TNF-α
interferon gamma | IFN-γ
5 mg
0.5 mg
120/80 mmHg
37.5 °C
70 /min | 70 beats per minute | seventy
1,000 ml | 1 litre | one liter
10⁹/l
2.5 cm
24 hours | one day | 1 day
3 to 5 days | 3-5 days
25 %
7.35-7.45
-80 °C
about 1.5 kg | 1500 g
206 | two hundred and six
twelve | 12
four weeks | 4 weeks | one month
left ventricle
right atrium
upper lobe
lower esophageal sphincter | lower oesophageal sphincter
anterior cruciate ligament | ACL
posterior tibial artery
superior vena cava | SVC
portal vein
hepatic artery | liver artery
before meals | preprandial
after surgery | postoperative
increases | goes up | rises
decreases
acute
chronic
benign
malignant
myocardial infarction | heart attack | MI
deep vein thrombosis | DVT | deep venous thrombosis
magnetic resonance imaging | MRI
electroencephalography | EEG
percutaneous transhepatic cholangiography | PTC
tumor | tumour | neoplasm
anemia | anaemia
pediatrics | paediatrics
diarrhea | diarrhoea
leukemia | leukaemia
fiber | fibre
color | colour
organization of the WHO
haematology
feces | faeces | stool
Crohn's disease | Crohn disease
Hashimoto's thyroiditis
Guillain-Barré syndrome
Sjögren's syndrome
Ménière's disease
café-au-lait spots
Staphylococcus aureus | S. aureus
Escherichia coli | E. coli
Helicobacter pylori
acetylsalicylic acid | aspirin | ASA
N-acetylcysteine
paracetamol | acetaminophen
penicillin G
low-molecular-weight heparin | LMWH
non-Hodgkin lymphoma
X-ray | radiograph
follow-up
hyponatremia | hyponatraemia
dyspnea | dyspnoea
euthyroid
endocarditis
macroglossia
polyuria
gastrectomy
colostomy
osteolysis
leukopenia
leukocytosis
homozygous
hypertonic
supination
systole
proximal
the spleen
a stethoscope
bacteria
diagnoses
metastases
vertebrae
ganglia
two kidneys
red blood cells | erythrocytes
white blood cell
to relieve pain | pain relief
because the bile cannot flow off
it filters the blood and makes urine
blood, sweat and tears
salt and vinegar
Tuesday
the Pacific Ocean
New York City | New York | NYC
bicycle
umbrella
Straße | street
Leberentzündung | Hepatitis
œdème pulmonaire
niño sano
Übergewicht
cœur
συκώτι
печень | печенка
肝臓
كبد
"""
"""The answer to a question on each line, then its aliases."""

STRICT = ("Na+", "pH 7.4", "HbA1c", "mRNA", "ileum", "5 mg/kg", "α2")

"""Answers without aliases in which no spelling error is accepted."""

REJECTED = {
    "portal vein": {"hepatic vein": "It leads away.", "portal artery": "No such."},
    "insulin": {"glucagon": "The opposite.", "inulin": "A sugar."},
    "left lung": {"right lung": "The other one."},
    "biopsy": {"autopsy": "Of the dead.", "blood test": "No tissue."},
}

"""Answers with their rejected answers, each with the reason why."""

OPEN = {
    "ultrasound": ("CT", "computed tomography", "MRI"),
    "liver": ("lung", "bone marrow"),
    "fever": ("chills", "night sweats"),
}

"""Answers with texts that the document leaves open, so neither right nor wrong."""

LISTS = {
    "heart rooms": (
        [["left atrium"], ["right atrium"], ["left ventricle"], ["right ventricle"]],
        {},
    ),
    "blood cells": (
        [
            ["red blood cells", "erythrocytes"],
            ["white blood cells", "leukocytes"],
            ["platelets", "thrombocytes"],
        ],
        {},
    ),
    "gut": (
        [
            ["duodenum"],
            ["jejunum"],
            ["ileum"],
            ["cecum", "caecum"],
            ["colon"],
            ["rectum"],
        ],
        {"ordered": True},
    ),
    "some fruits": (
        [["apple"], ["pear"], ["plum"], ["black cherry"], ["fig"], ["quince"]],
        {"need": 3},
    ),
    "hepatitis viruses": (
        [["hepatitis A"], ["hepatitis B"], ["hepatitis C"], ["hepatitis D"]],
        {"need": 2, "open": ["hepatitis E"]},
    ),
    "pairs": (
        [
            ["fever and chills"],
            ["nausea and vomiting"],
            ["pain, swelling"],
            ["loss of appetite/weight"],
        ],
        {},
    ),
    "steps": (
        [
            ["wash hands"],
            ["put on gloves"],
            ["disinfect the skin"],
            ["insert the needle"],
        ],
        {"ordered": True, "need": 3},
    ),
    "vitamins": ([["vitamin A"], ["vitamin D"], ["vitamin E"], ["vitamin K"]], {}),
    "doses": ([["5 mg"], ["10 mg"], ["0.5 g"]], {"ordered": True}),
}

"""By name: the accepted texts of each item, and more fields for the checker."""

CHOICES = {
    "organ": (["liver", "spleen", "left kidney", "stomach"], 0),
    "grade": (["grade I", "grade II", "grade III"], 1),
    "amount": (["5 mg", "50 mg", "0.5 g", "5 g"], 2),
    "like": (["hypothermia", "hyperthermia"], 1),
    "vitamin": (["A", "B12", "C", "D"], 3),
    "sentence": (
        [
            "It rises when you stand up.",
            "It falls when you stand up.",
            "It stays as it is.",
        ],
        1,
    ),
    "numbers": (["1", "2", "3", "4", "5"], 3),
    "greek": (["α cells", "β cells", "δ cells"], 1),
    "both": (["salt", "vinegar", "salt and vinegar"], 2),
}

"""By name: the options, and the index of the right one."""

CHOICE_WORDS = """\
a|A|b)|(c)|d.|B or C|a, b|1|2|3.|4)|05|0|9|z|option b|answer c|Option D please|A and B
|the first|none|all of them|not a|b: yes|?|C c|BB|a/b|b b
"""

TRUE_FALSE_WORDS = """\
true|True|TRUE|t|T|yes|y|right|correct|false|F|f|no|n|wrong|incorrect|untrue|not true
not false|not correct|not right|maybe|true or false|it is true|it is false|tru|ture
flase|yes and no|true.|"false"|(true)|1|0||   |vrai|richtig|I think true|definitely no
never|true false|the statement is true|that is wrong|ok|not|not not true|TRUE!!!|т
"""

ODD = (
    "",
    " ",
    "\t\n",
    "?",
    "-",
    "...",
    "\u200b",
    "\u202eabc",
    "\0",
    "🫀",
    "i don't know",
    "idk",
    "none",
    "everything",
    "'",
    '""',
    "()",
    "/",
    "0",
    "x",
    "\ufeff",
    "ﬁ",
    "\u0301",
    "not sure",
    "no idea",
    "it depends",
    "<b>x</b>",
    "a" * 45,
    "\u2028",
    "12345678901234567890",
    "1e400",
    "ⅣⅤ",
    "½",
    "٣",
    "NaN",
    "== 1",
    "%%",
    "→",
    "½ mg",
)

LONG = (["a ", 600], ["word ", 2400], ["1,", 150], ["(", 300], ["not ", 150])
"""A text and how often it is repeated."""


def pairs_in(table):
    """Return the pairs in a table such as `old=new older=newer`. `_` means a space."""
    pairs = []
    for pair in table.split():
        old, new = pair.split("=")
        pairs.append((old.replace("_", " "), new.replace("_", " ")))
    return pairs


def phrases_in(table):
    """Return the phrases in a table. A bar or the end of a line ends a phrase."""
    phrases = []
    for line in table.split("\n"):
        if line:
            phrases += line.split(" | ")
    return phrases


LETTERS = string.ascii_lowercase
NEIGHBOURS_ON_KEYBOARD = {
    "a": "s",
    "e": "r",
    "i": "o",
    "o": "p",
    "t": "y",
    "n": "m",
    "s": "d",
}
AFFIXES = pairs_in("""
hypo=hyper hyper=hypo itis=osis osis=itis intra=inter inter=intra extra=intra
tachy=brady brady=tachy ab=ad ad=ab af=ef ef=af ectomy=otomy emia=uria
aemia=emia graphy=gram gram=graphy pre=post post=pre anti= un= dys= a=an
macro=micro olog=opath phag=phas
""")
OPPOSITES = pairs_in("""
left=right right=left upper=lower lower=upper anterior=posterior
posterior=anterior before=after superior=inferior increases=decreases
acute=chronic benign=malignant red=white small=large high=low
""")
BRITISH_AND_AMERICAN = pairs_in("""
emia=aemia aemia=emia esoph=oesoph tumor=tumour tumour=tumor rrhea=rrhoea
fiber=fibre ize=ise color=colour haem=hem hem=haem ped=paed y=ie
""")
ROMAN = pairs_in("""
VIII=8 VII=7 IV=4 III=3 II=2 I=1 4=IV 8=VIII VII=VI IV=VI
""")
GREEK = pairs_in("""
α=alpha β=beta γ=gamma μ=µ alpha=α beta=ß gamma=γ Δ=delta α=β alpha=beta
""")
UNITS = pairs_in("""
mg=g mg=µg mg=milligrams ml=l cm=mm days=hours hours=days weeks=days %=_percent
°C=°F °C=degrees_Celsius mmHg= kg=g /min= weeks=months day=d hours=h
""")
NUMBER_WORDS = dict(
    pairs_in("""
5=five 3=three 24=twenty-four 12=twelve 70=seventy 25=twenty_five twelve=12
four=4 two=2 one=1
""")
)
HEDGES = phrases_in("""
maybe {} | I think {} | probably {} | {}? | {} or so | perhaps {} | could be {}
{} (not sure) | either {} or not | usually {} | {}, I guess
""")
NEGATIONS = phrases_in("""
not {} | no {} | never {} | isn't {} | without {} | anything but {} | non-{}
{} not | not only {} | neither {} nor anything | un{}
""")
FILLERS = phrases_in("""
the {} | a {} | it is {} | an {} | {} of the body | mainly {} | its {}
it's the {} | called {} | {} please | very {} | in the {} | {}s | by {}
they are {} | {} etc. | some {} | the answer is {} | {} disease | {} test
""")
PUNCTUATION = (
    "({})",
    "[{}]",
    "“{}”",
    "'{}'",
    "{}.",
    "{}!",
    "{} ;",
    "- {}",
    "1. {}",
    "*{}*",
    "  {}  ",
    "{}\n",
    "{} ({})",
    "\u200b{}",
    "{}\u00a0",
    "«{}»",
    "{}…",
    "{} = {}",
)

BETWEEN_ITEMS = (", ", "; ", "\n", " ", " and ", "/", ",", "\n- ", " + ")
LONGEST_TYPED = 400
"""A typed text with this many characters or more is not used."""

# Each function in `CHANGES` below changes a right answer as a learner may. It gets the
# text, a random generator and the answers to other questions, and returns the new text,
# or None if the change does not fit the text.


def replaced(text, pairs, rng):
    """Return a text with one of the pairs replaced, or None if no pair fits."""
    fitting = [pair for pair in pairs if pair[0] in text]
    if not fitting:
        return None
    old, new = rng.choice(fitting)
    return text.replace(old, new, 1)


def letter_index(text, rng, characters_after=0):
    """Return the index of a random letter, or None if there is none.

    At least `characters_after` characters come after the letter.
    """
    end = len(text) - characters_after
    indexes = [index for index in range(end) if text[index].isalpha()]
    return rng.choice(indexes) if indexes else None


def drop_letter(text, rng, _):
    index = letter_index(text, rng)
    return None if index is None else text[:index] + text[index + 1 :]


def double_letter(text, rng, _):
    index = letter_index(text, rng)
    return None if index is None else text[:index] + text[index] + text[index:]


def swap_letters(text, rng, _):
    index = letter_index(text, rng, 1)
    if index is None:
        return None
    return text[:index] + text[index + 1] + text[index] + text[index + 2 :]


def change_letter(text, rng, _):
    index = letter_index(text, rng)
    if index is None:
        return None
    return text[:index] + rng.choice(LETTERS) + text[index + 1 :]


def type_neighbour(text, rng, _):
    indexes = [
        index for index, letter in enumerate(text) if letter in NEIGHBOURS_ON_KEYBOARD
    ]
    if not indexes:
        return None
    index = rng.choice(indexes)
    return text[:index] + NEIGHBOURS_ON_KEYBOARD[text[index]] + text[index + 1 :]


def make_slip(text, rng, others):
    change = rng.choice((drop_letter, double_letter, swap_letters, change_letter))
    return change(text, rng, others)


def make_two_slips(text, rng, others):
    with_one_slip = make_slip(text, rng, others)
    return with_one_slip and make_slip(with_one_slip, rng, others)


def change_affix(text, rng, _):
    return replaced(text, AFFIXES, rng)


def take_opposite(text, rng, _):
    return replaced(text, OPPOSITES, rng)


def change_dialect(text, rng, _):
    return replaced(text, BRITISH_AND_AMERICAN, rng)


def change_roman_number(text, rng, _):
    return replaced(text, ROMAN, rng)


def change_greek_letter(text, rng, _):
    return replaced(text, GREEK, rng)


def change_unit(text, rng, _):
    return replaced(text, UNITS, rng)


def write_number_as_word(text, rng, _):
    return replaced(text, list(NUMBER_WORDS.items()), rng)


def change_number(text, rng, _):
    """Write a number in another way, or write another number."""
    matches = list(re.finditer(r"\d+(?:[.,]\d+)?", text))
    if not matches:
        return None
    match = rng.choice(matches)
    new = rng.choice(other_numbers(match.group()))
    return text[: match.start()] + new + text[match.end() :]


def other_numbers(old):
    """Return other ways to write a number, and other numbers that look like it."""
    next_number = str(int(re.sub(r"\D", "", old)) + 1)
    return [
        *(f"{old}0", f"{old}.0", f"0{old}", old.replace(".", ","), f"{old}1"),
        *(f"-{old}", next_number, f"~{old}", f"{old}x", f"{old} to {old}9"),
        *(
            old.replace(",", ""),
            f"<{old}",
            f"{old}-{old}0",
            " ".join(old),
            f"{old},000",
        ),
    ]


def change_space_before_unit(text, rng, _):
    tight = re.sub(r"(\d) ", r"\1", text)
    loose = re.sub(r"(\d)(?=[^\W\d])", r"\1 ", text)
    new = rng.choice((tight, loose))
    return None if new == text else new


def add_hedge(text, rng, _):
    return rng.choice(HEDGES).format(text)


def add_negation(text, rng, _):
    return rng.choice(NEGATIONS).format(text)


def add_filler(text, rng, _):
    return rng.choice(FILLERS).format(text)


def add_punctuation(text, rng, _):
    return rng.choice(PUNCTUATION).format(text, text)


def add_alternative(text, rng, others):
    frames = ("{} or {}", "{}/{}", "{}, {}", "{} and {}", "{} ({})", "{}; {}")
    frame = rng.choice(frames)
    texts = [text, rng.choice(others)]
    if rng.random() < 0.5:
        texts.reverse()
    return frame.format(*texts)


def take_other_answer(_, rng, others):
    return rng.choice(others)


def shuffle_words(text, rng, _):
    words = text.split()
    if len(words) < 2:
        return None
    rng.shuffle(words)
    return " ".join(words)


def leave_out_word(text, rng, _):
    words = text.split()
    if len(words) < 2:
        return None
    del words[rng.randrange(len(words))]
    return " ".join(words)


def add_word(text, rng, others):
    words = text.split()
    words.insert(rng.randrange(len(words) + 1), rng.choice(rng.choice(others).split()))
    return " ".join(words)


def cut_off_end(text, rng, _):
    return text[: rng.randrange(1, len(text) + 1)] + rng.choice(("", "", "."))


def change_plural(text, rng, _):
    if text.endswith("s"):
        return text[:-1]
    return text + rng.choice(("s", "es", "'s"))


def remove_accents(text, _, __):
    decomposed = unicodedata.normalize("NFD", text)
    new = "".join(char for char in decomposed if not unicodedata.combining(char))
    return None if new == text else new


def change_composition(text, rng, _):
    normal_form = rng.choice(("NFD", "NFKC", "NFKD"))
    new = unicodedata.normalize(normal_form, text)
    return None if new == text else new


def change_case(text, rng, _):
    return rng.choice((text.upper(), text.lower(), text.title(), text.swapcase()))


def change_hyphens(text, rng, _):
    old = rng.choice("- ")
    new = rng.choice(("", " ", "-", "–", "\u2011", "_"))
    return text.replace(old, new) if old in text else None


def widen_letter(text, rng, _):
    index = rng.randrange(len(text))
    char = text[index]
    new = chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char + "\u0301"
    return text[:index] + new + text[index + 1 :]


def take_cyrillic_letters(text, _, __):
    new = text.translate(str.maketrans("aeopc", "аеорс"))
    return None if new == text else new


def take_odd_text(_, rng, __):
    return rng.choice(ODD)


def abbreviate(text, _, __):
    words = re.findall(r"[^\W_]+", text)
    return "".join(word[0].upper() for word in words) if len(words) > 1 else None


CHANGES = (
    drop_letter,
    double_letter,
    swap_letters,
    change_letter,
    type_neighbour,
    make_two_slips,
    change_affix,
    take_opposite,
    change_dialect,
    change_roman_number,
    change_greek_letter,
    change_unit,
    write_number_as_word,
    change_number,
    change_number,
    change_space_before_unit,
    add_hedge,
    add_negation,
    add_filler,
    add_filler,
    add_punctuation,
    add_alternative,
    take_other_answer,
    shuffle_words,
    leave_out_word,
    add_word,
    cut_off_end,
    change_plural,
    remove_accents,
    change_composition,
    change_case,
    change_hyphens,
    widen_letter,
    take_cyrillic_letters,
    take_odd_text,
    abbreviate,
    add_alternative,
    drop_letter,
    swap_letters,
    change_affix,
)
"""A change that is named twice is made twice as often."""


def answers(name, right, others, count):
    """Return up to `count` texts that a learner may type.

    `right` are the accepted texts, `others` the answers to other questions.
    """
    rng = random.Random(f"answers to {name}")  # noqa: S311
    typed = dict.fromkeys(right[:3])
    fitting = [(old, new) for old, new in (*AFFIXES, *OPPOSITES) if old in right[0]]
    typed |= dict.fromkeys(right[0].replace(old, new, 1) for old, new in fitting[:4])
    for _ in range(30 * count):
        if len(typed) >= count:
            break
        change = rng.choice(CHANGES)
        # Half of the changed texts are the answer, half any accepted text.
        text = change(rng.choice((right[0], rng.choice(right))), rng, others)
        if text is not None and len(text) < LONGEST_TYPED:
            typed[text] = None
    return list(typed)


def lists(name, items, others, count):
    """Return up to `count` texts that a learner may type as a list of these items."""
    rng = random.Random(f"lists of {name}")  # noqa: S311
    typed = {}
    for _ in range(30 * count):
        if len(typed) >= count:
            break
        chosen = chosen_items(items, others, rng)
        text = rng.choice(BETWEEN_ITEMS).join(chosen)
        if rng.random() < 0.1:
            rows = [f"{number}. {item}\n" for number, item in enumerate(chosen, 1)]
            text = "".join(rows)
        if len(text) < LONGEST_TYPED:
            typed[text] = None
    return list(typed)


def chosen_items(items, others, rng):
    """Return some of the items, some of them changed, with some other texts between."""
    chosen = [rng.choice(item) for item in items]
    if rng.random() < 0.6:
        rng.shuffle(chosen)
    if rng.random() < 0.5:
        del chosen[rng.randrange(len(chosen)) :]
    for _ in range(rng.randrange(3)):
        index = rng.randrange(len(chosen) + 1)
        new = rng.choice((*others, *(rng.choice(item) for item in items)))
        chosen.insert(index, new)
    for index, text in enumerate(chosen):
        if rng.random() < 0.2:
            chosen[index] = rng.choice(CHANGES)(text, rng, others) or text
    return chosen
