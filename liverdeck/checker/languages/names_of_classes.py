"""Names of hormones, ions, drugs and the like, in any language with Latin letters.

Most of them differ only in their spelling and their end from one language to another:
*Kalzitonin*, *calcitonine*, *kalcytonina*. So one list has them all, and names are
compared without these differences.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.genera import BACTERIA, FUNGI, PARASITES

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens

_SAME_LETTERS = (
    *(("ph", "f"), ("th", "t"), ("rh", "r"), ("ch", "c"), ("qu", "k"), ("ks", "x")),
    *(("ae", "e"), ("oe", "e"), ("ie", "e"), ("y", "i"), ("j", "i"), ("k", "c")),
)
_DOUBLED = lazy_pattern(r"(\w)\1")
_SOFT_C = lazy_pattern(r"c(?=[ei])|z")
_END = lazy_pattern(r"(?<=\w{3})[aeiou]$")
_SHORTEST_WITH_END = 5
_VITAMIN = "vitamin"
_LETTERS_WITH_NUMBER = frozenset("bdk")

_NAMES = {
    "hormone": """
        insulin glucagon cortisol cortison hydrocortison aldosteron adrenalin
        noradrenalin epinephrin norepinephrin thyroxin thyroxyn tiroksyn trijodtironin
        triiodothyronin calcitonin parathormon parathyrin oxytocin ossitocin ocitocin
        vasopressin adiuretin prolactin prolattin melatonin leptin ghrelin gastrin
        secretin cholecystokinin colecistochinin somatostatin somatotropin
        somatropin erythropoietin erytropoetin testosteron estradiol ostradiol oestrogen
        estron estriol progesteron gestagen thyreotropin thyrotropin corticotropin
        gonadotropin follitropin lutropin relaxin inhibin thrombopoietin calcitriol
        angiotensin renin motilin incretin androgen glucocorticoid mineralocorticoid
        dihydrotestosteron adiponectin tsh acth fsh lh gh hcg adh pth epo
    """,
    "ion": """
        natrium sodium sodio sod kalium potassium potassio potasio potas calcium calcio
        kalzium wapn magnesium magnesio magnez chlorid chlor cloruro cloreto chlorure
        hydrogen idrogen hidrogen vodor wodor proton bicarbonat phosphat fosforan
        iodid jodid sulfat zink zinc lithium eisen ijzer zelazo hierro ferro fer litio
        lit ammonium
    """,
    "protein": """
        albumin actin aktyn myosin miozyn collagen kolagen keratin hemoglobin hamoglobin
        haemoglobin emoglobin myoglobin mioglobin elastin fibrin fibrinogen
        fibronectin laminin troponin tropomyosin titin tubulin ferritin transferrin
        ceruloplasmin haptoglobin prion dystrophin spectrin clathrin cadherin integrin
        histon calmodulin thrombin prothrombin tau amyloid
    """,
    "vitamin": """
        thiamin riboflavin niacin nikotinamid pyridoxin biotin cobalamin cyanocobalamin
        folat retinol tocopherol calciferol cholecalciferol ergocalciferol phyllochinon
    """,
    "disease": """
        dengue malaria cholera colera tetanus tetano typhus asthma astma asma diabetes
        gicht psoriasis lepra tuberculos cirrhos zirrhos fibros arthros skleros
        osteoporos psoriasis hepatit arthrit gastrit nephrit bronchit pancreatit
        meningit appendicit colit cystit zystit encephalit enzephalit pneumoni
    """,
    "drug": """
        metformin heparin warfarin aspirin paracetamol ibuprofen morphin morfin naloxon
        digoxin furosemid amiodaron atropin adrenalin protamin lithium lidocain
        allopurinol colchicin methotrexat prednison prednisolon dexamethason insulin
        vancomycin chloramphenicol cloramfenicol metronidazol clopidogrel clozapin
        haloperidol diazepam spironolacton levodopa tamoxifen fluconazol rifampicin
        isoniazid ciclosporin
    """,
    "antibiotic": "vancomycin chloramphenicol cloramfenicol metronidazol rifampicin",
    "amino_acid": """
        alanin arginin asparagin cystein cistein glutamin glycin glicin histidin istidin
        isoleucin leucin lysin lisin methionin metionin phenylalanin fenylalanin prolin
        serin threonin treonin tryptophan triptofan tyrosin tirosin valin glutamat
        aspartat glutaminsaure taurin ornithin
    """,
    "neurotransmitter": """
        dopamin serotonin acetylcholin acetilcolin noradrenalin adrenalin histamin
        istamin glutamat glutammat glycin glicin gaba norepinephrin
    """,
    "sugar": """
        glucose glukose glycose glicose glucosa glucosio glukoza fructose fruktose
        frutose fructosa fruttosio fruktoza galactose galaktose galactosa galattosio
        galaktoza lactose laktose lactosa lattosio laktoza sucrose saccharose sacarosa
        sacarose saccarosio sacharoza maltose maltosa maltosio maltoza ribose ribosa
        ribosio ryboza desoxyribose deoxyribose desoxirribosa desossiribosio
    """,
    "virus": "hiv vih hpv vph ebv veb cmv rsv vsr hbv vhb hcv vhc vzv hsv",
}
_ENDS = {
    "enzyme": """
        lipase amylase kinase ligase helicase elicase catalase lactase protease sucrase
        peptidase transferase reductase synthase synthetase sintase hydroxylase esterase
        phosphatase hydrogenase oxidase peroxidase hydrase polymerase gyrase isomerase
        telomerase integrase transcriptase primase nuclease dnase rnase carboxylase
        maltase elastase urease ronidase aldolase mutase arginase dismutase lyase
        cyclase caspase atpase pepsin tripsin trypsin
        thrombin renin plasmin lysozym ptyalin bromelain rubisco
    """,
    "disease": "itis osis emia",
    "drug": """
        cillin mycin micin cyclin floxacin prazol statin olol pril sartan azepam cain
        dipin oxetin setron gliptin gliflozin parin tidin triptan azol
    """,
    "antibiotic": "cillin mycin micin cyclin floxacin sulfamid",
    "virus": "virus",
}
"""How names of a class end. The whole word is longer."""
_FIRST_WORDS = {
    "bacterium": BACTERIA,
    "parasite": PARASITES,
    "fungus": FUNGI,
}


def is_name_of_class(name: Tokens, noun: str) -> bool:
    """Whether a name says alone that it is of a class, such as *hormone*.

    *B12* is a vitamin, but *C* may be many things. Of other names, only that of a
    species has more than one word.
    """
    if noun in _FIRST_WORDS:
        return name[0] in _FIRST_WORDS[noun]
    if len(name) == len(("b", "12")) and noun == _VITAMIN:
        return name[0] in _LETTERS_WITH_NUMBER and name[1].isdigit()
    if len(name) != 1 or not name[0].isalpha():
        return False
    stem = _stem(name[0])
    return stem in _stems(noun) or (
        stem.endswith(_ends(noun)) and len(stem) >= _SHORTEST_WITH_END
    )


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    """Return a word as it is compared: *calsitonin* for *kalcytonina*."""
    stem = word
    for letters, same in _SAME_LETTERS:
        stem = stem.replace(letters, same)
    stem = _SOFT_C.sub("s", _DOUBLED.sub(r"\1", stem))
    return _END.sub("", stem)


@cache
def _stems(noun: str) -> frozenset[str]:
    return frozenset(map(_stem, _NAMES.get(noun, "").split()))


@cache
def _ends(noun: str) -> tuple[str, ...]:
    return tuple(map(_stem, _ENDS.get(noun, "").split()))
