"""Typed answers to the bundled deck get the verdict that a teacher would give."""

import pytest

from liverdeck import DeckChecker, cards_of, load_deck

ANSWERS = {
    "what-it-is": """
        primary-or-secondary + the origin
        primary-or-secondary + where it came from
        primary-or-secondary - the size
        whose-cells-example + breast cancer cells
        whose-cells-example + they are breast cells
        whose-cells-example - liver cells
        definition/c1 + a different place in the body
        definition/c1 + anoter organ
        definition/c1 - the liver
        other-name + metastatic cancer in the liver
        other-name + secondry liver cancer
        other-name - primary liver cancer
        other-name - cirrhosis
        other-name/reverse + metastasis of the liver
        primary-origin + primary cancer of liver
        primary-origin - metastatic cancer
        metastatic-word + metastatc
        metastatic-word - malignant
        primary-risk-factors + cirrhosis, hepatitis
        primary-risk-factors + hepatits and cirhosis
        cells-tell - primary liver cancer
        cells-tell-primary + it is primary
        more-common + metastatic liver cancer
        definition/c1 + a distant organ
        other-name + secondary cancer of liver
        other-name + metastatic liver disease
        primary-origin - secondary cancer
        metastatic-word ? metastatick
        primary-risk-factors + hepatitis B and liver cirrhosis
    """,
    "symptoms": """
        early-symptoms + early
        early-symptoms - later
        jaundice + yelow
        jaundice - red
        jaundice/reverse + jaundise
        dark-urine + it is dark
        dark-urine + dark brown
        dark-urine - red
        dark-urine - it gets pale
        blocked-fluids + bile and blood
        blocked-fluids - blood and urine
        symptoms/color + yellow skin and dark urine
        symptoms/pain + right shoulder, right upper abdomen
        symptoms/stomach + nausea, throwing up, no apetite
        symptoms/stomach ~ nausea, vomiting, heartburn
        symptoms/swelling + swollen belly and big liver
        symptoms/general + wieght loss, fever, sweating, confusion
        jaundice-why + bile
        jaundice-why - blood
        abdominal-pain + upper right quadrent
        abdominal-pain - left upper quadrant
        distant-pain + pain in right shoulder
        distant-pain - left shoulder
        confusion + confussion
        confusion - fever
        early-symptoms + it fits an early stage
        blocked-fluids + blood, gall
        symptoms/color + yellow eyes, brown urine
        symptoms/pain + upper right belly and right shoulder
        symptoms/swelling + bloated stomach and enlarged liver
        symptoms/general + fever, sweats, losing weight, confusion
        jaundice-why + bile juice
        dark-urine + like dark tea
        dark-urine + brownish
        abdominal-pain + the right upper one
        distant-pain + shoulder pain on the right side
        distant-pain - pain in the hip
        confusion + being confused
        confusion - nausea
        jaundice + yellow skin
        symptoms/general + fever, sweats, weight loss, confused
    """,
    "where-it-comes-from": """
        metastasize + metastasise
        metastasize - infiltrate
        gut-to-liver + liver
        gut-to-liver - the lungs
        invasion-or-metastasis + the 2nd
        invasion-or-metastasis - the first one
        primary-cancer-term/c1 + primery
        primary-cancer-term/c1 - secondary
        spread-risk + where in the body it is
        spread-risk - how it was found
        primary-sites/digestive + stomach, colon, rectum, pancreas, esophagus
        primary-sites/digestive ~ stomach, colon, rectum, pancreas, brain
        primary-sites/womens-cancers + breast, womb, ovary
        primary-sites/others + lungs, kidneys, skin
        spread-years-later ? yeras
        spread-years-later - months
        after-cancer + know the signs and get checkups
        suspect-case + a liver metastasis
        suspect-case + metastatic kidney cancer
        suspect-case - hepatocellular carcinoma
        invasion-or-metastasis + second cancer
        spread-risk + where the tumor is located
        spread-risk - age of the patient
        gut-to-liver + it reaches the liver first
        primary-sites/others + kidney, lung and skin cancer
        primary-sites/digestive + oesophagus, stomach, pancreas, colon, rectum
        after-cancer + learn the signs, have regular check ups
    """,
    "diagnosis": """
        why-tests + more tests
        why-tests + medical testing
        why-tests - now
        liver-enzymes + they are higher
        liver-enzymes - lower
        serum-marker + tumour marker
        serum-marker - hormone
        afp-monitoring + how well the treatment works
        afp-monitoring + the treatment effect
        afp-monitoring - kidney function
        afp-falls-case + the treatment is working
        afp-falls-case - failing
        suspicion + big liver, bumpy surface
        suspicion - big liver, swollen lymph nodes
        liver-surface + bumpy
        liver-surface + unevn
        liver-surface - smooth
        tests + CT, MRI, sonography, angiography
        tests ~ CT, MRI, ultrasound, mammogram
        liver-function-purpose + LFTs
        liver-function-purpose - blood count
        liver-function-sample/c1 + blod
        liver-function-sample/c1 - urine
        enzyme-or-marker + AFP
        enzyme-or-marker - liver enzymes
        afp + alphafetoprotien
        afp - CEA
        afp/reverse + primary cancer of the liver
        afp/reverse - metastasis
        afp-name/c1 - alkaline phosphatase
        liver-function-distinguish + metastatic and primary
        liver-function-distinguish - benign and malignant
        suspicion + enlarged liver and irregular surface
        liver-surface + knobbly
        why-tests + additional tests
        tests + CT scan, MRI scan, ultrasound, angiogram
        liver-function-purpose + liver function blood tests
        liver-enzymes + they are often higher
        afp-monitoring + if treatment is working
        afp-monitoring + treatment progress
    """,
    "imaging": """
        ultrasound-waves + it is higher
        ultrasound-waves - it is lower
        angiogram-shows + the contrast
        angiogram-shows - color
        biopsy + a small piece of tissue
        biopsy + tisue
        biopsy - blood
        why-tissue + the single cells
        why-tissue ? the blood vessels
        ct-name + computed tomografy
        ct-name - contrast tomography
        ct-rays + x-rays
        ct-rays - radio waves
        ct-rays/reverse + CT scan
        ct-region/c1 + the abdomen
        ct-region/c1 - chest
        ct-shows + soft tissue
        ct-shows - bone
        ultrasound-other-name + sonografy
        ultrasound-echoes/c1 + the echoes
        ultrasound-echoes/c1 - radio waves
        mri-name/c1 + magnetic resonanse imaging
        mri-name/c1 - medical radiation imaging
        mri-means + magnet, radio waves, computer
        mri-means ~ magnet, X-rays, computer
        wave-contrast + radiowaves
        wave-contrast - sound waves
        angiogram-dye/c1 + contrast dye
        angiogram-dye/c1 - a tracer
        which-vessels + angiography
        which-vessels - ultrasound
        angiogram-vessel/c1 - vein
        laparoscope-carries + light and biopsy forceps
        laparoscope-carries - light and magnet
        scope-or-scopy - laparoscopy
        laparoscope-way-in/c1 + a little cut
        laparoscope-way-in/c1 - the mouth
        biopsy-term + biopsie
        most-reliable/c1 + laparoscopy
        brings-tissue - angiogram
        biopsy-case + a tissue sample
        ct-rays + x rays
        ct-region/c1 + abdominal area
        ct-shows + soft tissues
        angiogram-dye/c1 + a contrast medium
        which-vessels + an angiography
        laparoscope-carries + a lamp and a tool for taking tissue
        laparoscope-way-in/c1 + a small surgical cut
        biopsy + pieces of tissue
        biopsy-case + a sample of the tissue
        why-tissue + cancerous cells
    """,
    "treatment": """
        no-cure + unlikly
        no-cure - impossible
        primary-drugs-why + they have the same cells
        primary-drugs-why + same kind of cancer cells
        primary-drugs-why - the same size
        palliative + paliative
        palliative - curative
        palliative-aims + live longer and relieve symptoms
        palliative-aims - control symptoms and cure the cancer
        palliative-term + palliative care
        palliative-term - curative
        choice-past + the treatments they already had
        choice-past + earlier treatments for cancer
        choice-past - family history
        choice-person + age and health
        choice-person - age and blood group
        choice-metastases + how many, how big, where they are
        choice-primary + type and location
        choice-primary - type and cause
        two-kinds + systemic and local therapy
        two-kinds - palliative and curative
        liver-and-lung-case + systemic treatment
        liver-and-lung-case - localized
        heated-tumor-case + it is localized
        heated-tumor-case - systemic therapy
        two-tumors-case + localised
        palliative-aims + controlling symptoms and prolonging life
        choice-past + previous cancer therapies
        choice-person + general health, age
        choice-metastases + number, size and location
        primary-drugs-why + the type of cell
        two-kinds + systemic, local
    """,
    "therapies": """
        systemic-unseen + systemic
        systemic-unseen - localized
        chemotherapy-targets + they grow quickly
        chemotherapy-targets + rapid growth
        chemotherapy-targets - making hormones
        targeted-tells-apart + targeted drugs
        targeted-tells-apart - chemotherapy
        targeted-healthy/c1 + it can spare healthy cells
        targeted-healthy/c1 + unharmed
        targeted-healthy/c1 - damaged
        systemic-reach/c1 + all parts of the body
        systemic-reach/c1 - only the liver
        systemic-route/c1 + through the blood
        systemic-route/c1 - the lymph
        systemic-therapies + chemo, hormone therapy, targeted therapy, immunotherapy
        systemic-therapies ~ chemo, hormone therapy, targeted therapy, surgery
        chemotherapy-means/c1 + medicines
        chemotherapy-means/c1 - radiation
        hair-case + chemoterapy
        hair-case - targeted therapy
        brm-name/c1 + biologic response modifier
        brm-means + antibodies, vaccines, growth factors
        brm-means ~ antibiotics, vaccines, growth factors
        brm-aim/c1 + immune
        brm-aim/c1 - nervous system
        which-boosts + immunotherapy
        brm-side-effects - chemotherapy
        targeted-severity + they can be severe
        targeted-severity - mild
        targeted-side-effects + diarrhoea and tiredness
        targeted-side-effects - fatigue and hearing loss
        hormonal-effect + slow it or stop it
        hormonal-effect - speed it up
        hormonal-cancers + prostate, breast
        hormonal-cancers - breast, lung
        estrogen-case + hormone therapy
        estrogen-case - chemotherapy
        localized-target + the tumor and the tissue around it
        localized-when + few and small
        localized-when - small and round
        kills-itself - BRM therapy
        systemic-reach/c1 + the complete body
        systemic-route/c1 + via blood
        chemotherapy-means/c1 + cytotoxic drugs
        chemotherapy-targets + quick cell division
        brm-means + antibodies, growth factors and vaccinations
        brm-aim/c1 + the immune system
        targeted-severity + pretty severe
        targeted-side-effects + tiredness, loose stools
        hormonal-effect + it can slow it down or stop it
        localized-target + cancer cells and tissue nearby
        localized-when + small and not many
    """,
}
"""By topic, rows of a card, a sign and a typed answer.

The answer is right (+), partly right (~), wrong (-) or to be typed again (?).
"""
OUTCOMES = {"+": "correct", "~": "partial", "-": "wrong", "?": "retype"}


@pytest.fixture(scope="module")
def check(request):
    deck = load_deck(request.config.rootpath / "cards" / "liver-metastasis").deck
    checker = DeckChecker(deck)
    cards = {
        "/".join(filter(None, (fact.id, card.part))): card
        for fact in deck.active_facts
        for card in cards_of(fact)
    }
    return lambda name, typed: checker.check(cards[name], typed)


@pytest.mark.parametrize("topic", ANSWERS)
def test_each_topic_has_twenty_answers_with_five_right_and_five_wrong(topic):
    signs = [line.split()[1] for line in ANSWERS[topic].strip().splitlines()]
    assert len(signs) >= 20
    assert min(signs.count("+"), signs.count("-")) >= 5


@pytest.mark.parametrize("topic", ANSWERS)
def test_typed_answers_get_the_verdicts_of_a_teacher(check, topic):
    rows = [line.split(maxsplit=2) for line in ANSWERS[topic].strip().splitlines()]
    judged = [(card, check(card, typed).outcome, typed) for card, _, typed in rows]
    assert judged == [(card, OUTCOMES[sign], typed) for card, sign, typed in rows]
