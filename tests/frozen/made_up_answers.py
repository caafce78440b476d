"""Questions made up for `test_answers`, and the generator of what is typed to them.

The generator runs only while recording: what it typed is kept in the record.
"""

from __future__ import annotations

import random
import re
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
"""An answer a line, then what is also right."""

STRICT = ("Na+", "pH 7.4", "HbA1c", "mRNA", "ileum", "5 mg/kg", "α2")

REJECTED = {
    "portal vein": {"hepatic vein": "It leads away.", "portal artery": "No such."},
    "insulin": {"glucagon": "The opposite.", "inulin": "A sugar."},
    "left lung": {"right lung": "The other one."},
    "biopsy": {"autopsy": "Of the dead.", "blood test": "No tissue."},
}

OPEN = {
    "ultrasound": ("CT", "computed tomography", "MRI"),
    "liver": ("lung", "bone marrow"),
    "fever": ("chills", "night sweats"),
}

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
    "", " ", "\t\n", "?", "-", "...", "\u200b", "\u202eabc", "\0", "🫀", "i don't know",
    "idk", "none", "everything", "'", '""', "()", "/", "0", "x", "\ufeff", "ﬁ",
    "\u0301", "not sure", "no idea", "it depends", "<b>x</b>", "a" * 45, "\u2028",
    "12345678901234567890", "1e400", "ⅣⅤ", "½", "٣", "NaN", "== 1", "%%", "→", "½ mg",
)  # fmt: skip

LONG = (["a ", 600], ["word ", 2400], ["1,", 150], ["(", 300], ["not ", 150])
"""Pieces, and how often they stand one behind the other."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"
NEIGHBOURS = {"a": "s", "e": "r", "i": "o", "o": "p", "t": "y", "n": "m", "s": "d"}
AFFIXES = (
    ("hypo", "hyper"), ("hyper", "hypo"), ("itis", "osis"), ("osis", "itis"),
    ("intra", "inter"), ("inter", "intra"), ("extra", "intra"), ("tachy", "brady"),
    ("brady", "tachy"), ("ab", "ad"), ("ad", "ab"), ("af", "ef"), ("ef", "af"),
    ("ectomy", "otomy"), ("emia", "uria"), ("aemia", "emia"), ("graphy", "gram"),
    ("gram", "graphy"), ("pre", "post"), ("post", "pre"), ("anti", ""), ("un", ""),
    ("dys", ""), ("a", "an"), ("macro", "micro"), ("olog", "opath"), ("phag", "phas"),
)  # fmt: skip
OPPOSITES = (
    ("left", "right"), ("right", "left"), ("upper", "lower"), ("lower", "upper"),
    ("anterior", "posterior"), ("posterior", "anterior"), ("before", "after"),
    ("superior", "inferior"), ("increases", "decreases"), ("acute", "chronic"),
    ("benign", "malignant"), ("red", "white"), ("small", "large"), ("high", "low"),
)  # fmt: skip
BRITISH = (
    ("emia", "aemia"), ("aemia", "emia"), ("esoph", "oesoph"), ("tumor", "tumour"),
    ("tumour", "tumor"), ("rrhea", "rrhoea"), ("fiber", "fibre"), ("ize", "ise"),
    ("color", "colour"), ("haem", "hem"), ("hem", "haem"), ("ped", "paed"), ("y", "ie"),
)  # fmt: skip
ROMAN = (
    ("VIII", "8"), ("VII", "7"), ("IV", "4"), ("III", "3"), ("II", "2"), ("I", "1"),
    ("4", "IV"), ("8", "VIII"), ("VII", "VI"), ("IV", "VI"),
)  # fmt: skip
GREEK = (
    ("α", "alpha"), ("β", "beta"), ("γ", "gamma"), ("μ", "µ"), ("alpha", "α"),
    ("beta", "ß"), ("gamma", "γ"), ("Δ", "delta"), ("α", "β"), ("alpha", "beta"),
)  # fmt: skip
UNITS = (
    ("mg", "g"), ("mg", "µg"), ("mg", "milligrams"), ("ml", "l"), ("cm", "mm"),
    ("days", "hours"), ("hours", "days"), ("weeks", "days"), ("%", " percent"),
    ("°C", "°F"), ("°C", "degrees Celsius"), ("mmHg", ""), ("kg", "g"), ("/min", ""),
    ("weeks", "months"), ("day", "d"), ("hours", "h"),
)  # fmt: skip
NUMBER_WORDS = {
    "5": "five", "3": "three", "24": "twenty-four", "12": "twelve", "70": "seventy",
    "25": "twenty five", "twelve": "12", "four": "4", "two": "2", "one": "1",
}  # fmt: skip
HEDGES = (
    "maybe {}", "I think {}", "probably {}", "{}?", "{} or so", "perhaps {}",
    "could be {}", "{} (not sure)", "either {} or not", "usually {}", "{}, I guess",
)  # fmt: skip
NEGATIONS = (
    "not {}", "no {}", "never {}", "isn't {}", "without {}", "anything but {}",
    "non-{}", "{} not", "not only {}", "neither {} nor anything", "un{}",
)  # fmt: skip
FILLERS = (
    "the {}", "a {}", "it is {}", "an {}", "{} of the body", "mainly {}", "its {}",
    "it's the {}", "called {}", "{} please", "very {}", "in the {}", "{}s", "by {}",
    "they are {}", "{} etc.", "some {}", "the answer is {}", "{} disease", "{} test",
)  # fmt: skip
FRAMES = (
    "({})", "[{}]", "“{}”", "'{}'", "{}.", "{}!", "{} ;", "- {}", "1. {}", "*{}*",
    "  {}  ", "{}\n", "{} ({})", "\u200b{}", "{}\u00a0", "«{}»", "{}…", "{} = {}",
)  # fmt: skip


def replaced(text, pairs, rng):
    """Return a text with one of the pairs replaced in it, or None where none fits."""
    fitting = [pair for pair in pairs if pair[0] in text]
    if not fitting:
        return None
    old, new = rng.choice(fitting)
    return text.replace(old, new, 1)


def letter_place(text, rng, most=0):
    places = [at for at in range(len(text) - most) if text[at].isalpha()]
    return rng.choice(places) if places else None


def drop(text, rng, _):
    at = letter_place(text, rng)
    return None if at is None else text[:at] + text[at + 1 :]


def double(text, rng, _):
    at = letter_place(text, rng)
    return None if at is None else text[:at] + text[at] + text[at:]


def swap(text, rng, _):
    at = letter_place(text, rng, 1)
    return None if at is None else text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def other_letter(text, rng, _):
    at = letter_place(text, rng)
    return None if at is None else text[:at] + rng.choice(LETTERS) + text[at + 1 :]


def near_letter(text, rng, _):
    places = [at for at, letter in enumerate(text) if letter in NEIGHBOURS]
    if not places:
        return None
    at = rng.choice(places)
    return text[:at] + NEIGHBOURS[text[at]] + text[at + 1 :]


def two_slips(text, rng, others):
    once = rng.choice((drop, double, swap, other_letter))(text, rng, others)
    return once and rng.choice((drop, double, swap, other_letter))(once, rng, others)


def affix(text, rng, _):
    return replaced(text, AFFIXES, rng)


def opposite(text, rng, _):
    return replaced(text, OPPOSITES, rng)


def british(text, rng, _):
    return replaced(text, BRITISH, rng)


def roman(text, rng, _):
    return replaced(text, ROMAN, rng)


def greek(text, rng, _):
    return replaced(text, GREEK, rng)


def unit(text, rng, _):
    return replaced(text, UNITS, rng)


def number_word(text, rng, _):
    return replaced(text, list(NUMBER_WORDS.items()), rng)


def number(text, rng, _):
    """Write a number in another way, or write another number."""
    found = list(re.finditer(r"\d+(?:[.,]\d+)?", text))
    if not found:
        return None
    match = rng.choice(found)
    was = match.group()
    new = rng.choice((
        was + "0", was + ".0", "0" + was, was.replace(".", ","), was + "1", "-" + was,
        str(int(re.sub(r"\D", "", was)) + 1), "~" + was, was + "x", f"{was} to {was}9",
        was.replace(",", ""), f"<{was}", f"{was}-{was}0", " ".join(was), was + ",000",
    ))  # fmt: skip
    return text[: match.start()] + new + text[match.end() :]


def tight_unit(text, rng, _):
    tight, loose = (
        re.sub(r"(\d) ", r"\1", text),
        re.sub(r"(\d)(?=[^\W\d])", r"\1 ", text),
    )
    new = rng.choice((tight, loose))
    return None if new == text else new


def hedge(text, rng, _):
    return rng.choice(HEDGES).format(text)


def negation(text, rng, _):
    return rng.choice(NEGATIONS).format(text)


def filler(text, rng, _):
    return rng.choice(FILLERS).format(text)


def frame(text, rng, _):
    return rng.choice(FRAMES).format(text, text)


def alternatives(text, rng, others):
    form = rng.choice(("{} or {}", "{}/{}", "{}, {}", "{} and {}", "{} ({})", "{}; {}"))
    both = [text, rng.choice(others)]
    if rng.random() < 0.5:
        both.reverse()
    return form.format(*both)


def another(_, rng, others):
    return rng.choice(others)


def word_order(text, rng, _):
    words = text.split()
    if len(words) < 2:
        return None
    rng.shuffle(words)
    return " ".join(words)


def fewer_words(text, rng, _):
    words = text.split()
    if len(words) < 2:
        return None
    del words[rng.randrange(len(words))]
    return " ".join(words)


def more_words(text, rng, others):
    words = text.split()
    words.insert(rng.randrange(len(words) + 1), rng.choice(rng.choice(others).split()))
    return " ".join(words)


def part(text, rng, _):
    return text[: rng.randrange(1, len(text) + 1)] + rng.choice(("", "", "."))


def plural(text, rng, _):
    if text.endswith("s"):
        return text[:-1]
    return text + rng.choice(("s", "es", "'s"))


def plain_letters(text, _, __):
    new = "".join(c for c in unicodedata.normalize("NFD", text)
                  if not unicodedata.combining(c))  # fmt: skip
    return None if new == text else new


def composed(text, rng, _):
    form = rng.choice(("NFD", "NFKC", "NFKD"))
    new = unicodedata.normalize(form, text)
    return None if new == text else new


def letter_case(text, rng, _):
    return rng.choice((text.upper(), text.lower(), text.title(), text.swapcase()))


def hyphens(text, rng, _):
    old = rng.choice("- ")
    new = rng.choice(("", " ", "-", "–", "\u2011", "_"))
    return text.replace(old, new) if old in text else None


def wide(text, rng, _):
    at = rng.randrange(len(text))
    one = text[at]
    new = chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one + "\u0301"
    return text[:at] + new + text[at + 1 :]


def cyrillic(text, _, __):
    new = text.translate(str.maketrans("aeopc", "аеорс"))
    return None if new == text else new


def odd(_, rng, __):
    return rng.choice(ODD)


def first_letters(text, _, __):
    words = re.findall(r"[^\W_]+", text)
    return "".join(word[0].upper() for word in words) if len(words) > 1 else None


MUTATIONS = (
    drop, double, swap, other_letter, near_letter, two_slips, affix, opposite, british,
    roman, greek, unit, number_word, number, number, tight_unit, hedge, negation,
    filler, filler, frame, alternatives, another, word_order, fewer_words, more_words,
    part, plural, plain_letters, composed, letter_case, hyphens, wide, cyrillic, odd,
    first_letters, alternatives, drop, swap, affix,
)  # fmt: skip


def answers(name, right, others, many):
    """Return so many texts that somebody may type where `right` are the right ones."""
    rng = random.Random(f"answers to {name}")  # noqa: S311
    typed = dict.fromkeys(right[:3])
    alike = [(old, new) for old, new in (*AFFIXES, *OPPOSITES) if old in right[0]]
    typed |= dict.fromkeys(right[0].replace(old, new, 1) for old, new in alike[:4])
    for _ in range(30 * many):
        if len(typed) >= many:
            break
        mutate = rng.choice(MUTATIONS)
        text = mutate(rng.choice((right[0], rng.choice(right))), rng, others)
        if text is not None and len(text) < 400:
            typed[text] = None
    return list(typed)


def lists(name, items, others, many):
    """Return so many texts that somebody may type as a list of these items."""
    rng = random.Random(f"lists of {name}")  # noqa: S311
    typed = {}
    for _ in range(30 * many):
        if len(typed) >= many:
            break
        chosen = [rng.choice(item) for item in items]
        if rng.random() < 0.6:
            rng.shuffle(chosen)
        if rng.random() < 0.5:
            del chosen[rng.randrange(len(chosen)) :]
        for _ in range(rng.randrange(3)):
            at = rng.randrange(len(chosen) + 1)
            new = rng.choice((*others, *(rng.choice(item) for item in items)))
            chosen.insert(at, new)
        for at, text in enumerate(chosen):
            if rng.random() < 0.2:
                chosen[at] = rng.choice(MUTATIONS)(text, rng, others) or text
        between = rng.choice((", ", "; ", "\n", " ", " and ", "/", ",", "\n- ", " + "))
        text = between.join(chosen)
        if rng.random() < 0.1:
            text = "".join(f"{at}. {piece}\n" for at, piece in enumerate(chosen, 1))
        if len(text) < 400:
            typed[text] = None
    return list(typed)
