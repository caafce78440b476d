"""Genera of living things whose species are called by an initial: *E. coli*."""

from __future__ import annotations

from liverdeck.base.patterns import lazy_pattern

GENERA = frozenset(
    """
    acinetobacter actinomyces aedes aggregatibacter ancylostoma anopheles ascaris
    aspergillus bacillus bacteroides bartonella blastomyces bordetella borrelia
    borreliella brucella brugia burkholderia caenorhabditis campylobacter candida
    chlamydia chlamydophila citrobacter clonorchis clostridioides clostridium
    coccidioides corynebacterium coxiella cryptococcus cryptosporidium culex
    cutibacterium cyclospora dermacentor digitalis dracunculus drosophila echinococcus
    ehrlichia eikenella entamoeba enterobacter enterobius enterococcus escherichia
    fasciola francisella fusobacterium gardnerella giardia haemophilus helicobacter
    hemophilus histoplasma homo hymenolepis ixodes kingella klebsiella lactobacillus
    legionella leishmania leptospira listeria loa malassezia microsporum moraxella
    morganella mucor mycobacterium mycoplasma naegleria necator neisseria nocardia
    onchocerca orientia paragonimus pasteurella peptostreptococcus phlebotomus
    plasmodium pneumocystis porphyromonas prevotella propionibacterium proteus
    providencia pseudomonas rhizopus rickettsia saccharomyces salmonella sarcoptes
    schistosoma serratia shigella sporothrix staphylococcus stenotrophomonas
    streptococcus strongyloides taenia toxocara toxoplasma treponema trichinella
    trichomonas trichophyton trichuris tropheryma trypanosoma ureaplasma vibrio
    wuchereria yersinia
    """.split()
)
PARASITES = GENERA.intersection(
    """
    ancylostoma ascaris brugia clonorchis cryptosporidium cyclospora dracunculus
    echinococcus entamoeba enterobius fasciola giardia hymenolepis leishmania loa
    naegleria necator onchocerca paragonimus plasmodium sarcoptes schistosoma
    strongyloides taenia toxocara toxoplasma trichinella trichomonas trichuris
    trypanosoma wuchereria
    """.split()
)
_NO_GERMS = frozenset(
    """
    aedes anopheles caenorhabditis culex dermacentor digitalis drosophila homo ixodes
    phlebotomus
    """.split()
)
FUNGI = GENERA.intersection(
    """
    aspergillus blastomyces candida coccidioides cryptococcus histoplasma malassezia
    microsporum mucor pneumocystis rhizopus saccharomyces sporothrix trichophyton
    """.split()
)
BACTERIA = GENERA - PARASITES - FUNGI - _NO_GERMS
_SPECIES = lazy_pattern(r"[A-Z][a-z]{2,} [a-z]{3,}")
"""A genus and its species, such as *Escherichia coli*."""


def may_be_species(text: str) -> bool:
    """Whether capitals show that a text may begin with a genus and its species."""
    return _SPECIES.match(text) is not None


def is_species(text: str, tokens: tuple[str, ...]) -> bool:
    """Whether a text is a species, with its genus written out."""
    return bool(tokens) and tokens[0] in GENERA and _SPECIES.fullmatch(text) is not None


def is_short_for(short: tuple[str, ...], tokens: tuple[str, ...]) -> bool:
    """Whether *e. coli* is short for *escherichia coli*, *a. baumannii* and so on."""
    initial = short[0].removesuffix(".")
    return (
        len(initial) == 1
        and len(tokens) == len(short) > 1
        and tokens[0].startswith(initial)
        and short[1:] == tokens[1:]
    )
