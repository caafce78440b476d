"""Names of people, and what is called after them alone: diseases, signs, cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens

NAMES_OF_SEVERAL = frozenset(
    "charcot cushing horton hunter paget trousseau weber wernicke".split()
)
"""Names that stand for several things, so that the noun must be there."""
NAMES = frozenset(
    """
    addison alagille alport alzheimer angelman apert asperger babinski bartter batten
    behcet blount brudzinski brugada buerger canavan capgras caplan caroli castleman
    chagas chvostek conn courvoisier crohn crouzon cullen digeorge dressler edwards
    eisenmenger fabry fanconi felty gardner gaucher gilbert gitelman goodpasture
    hartnup hashimoto hirschsprung horner huntington hurler kallmann kawasaki kernig
    klinefelter korsakoff krabbe lasegue leriche lhermitte liddle lynch lyme maffucci
    marfan mcburney meniere menkes mirizzi munchausen murphy noonan ollier parkinson
    patau perthes peyronie phalen pompe pott raynaud refsum rett reye romberg rotor
    rovsing scheuermann sezary sheehan sjogren takayasu tangier tinel tourette turner
    usher waardenburg weil whipple wilson
    """.split()
)
"""Names that say alone what is called after them, without an 's too."""
NAMES_OF_THINGS = {
    "cell cells": """
        leydig, sertoli, kupffer, schwann, paneth, betz, renshaw, hofbauer, hurthle,
        kulchitsky, reed sternberg
    """,
    "body bodies": """
        lewy, negri, nissl, aschoff, heinz, howell jolly, hirano,
        michaelis gutmann, call exner, verocay
    """,
    "corpuscle corpuscles": "pacini, ruffini",
    "rod rods": "auer",
    "spot spots": "koplik",
    "lesion lesions": "janeway",
    "node nodes": "heberden, bouchard, osler, ranvier",
    "patch patches": "peyer",
    "gland glands": "bartholin, brunner, skene, cowper",
    "point": "mcburney",
    "area": "broca",
    "apparatus complex": "golgi",
    "capsule": "glisson",
    "pouch": "rathke, morison, douglas",
    "duct": "wharton, stensen, wirsung, santorini",
    "canal": "schlemm, alcock",
    "loop": "henle",
    "circle": "willis",
    "sphincter": "oddi",
    "ampulla papilla": "vater",
    "organ": "corti",
    "tetralogy": "fallot",
    "ligament": "treitz, poupart",
    "foramen": "monro, winslow, magendie",
    "triangle": "hesselbach, calot",
    "fascia": "gerota",
    "plexus": "kiesselbach, auerbach",
    "tendon": "achilles",
    "diverticulum": "meckel, zenker",
    "esophagus": "barrett",
    "thyroiditis": "hashimoto, riedel, quervain",
    "lymphoma": "hodgkin, burkitt",
    "sarcoma": "kaposi, ewing",
    "tumor": "wilms, krukenberg, klatskin, pancoast, warthin",
    "fracture": "colles, bennett, monteggia, galeazzi, jefferson",
    "contracture": "dupuytren, volkmann",
    "palsy paralysis": "erb, klumpke",
    "chorea": "sydenham, huntington",
    "reflex": "moro, babinski, galant, bainbridge, hering breuer",
    "maneuver": "valsalva, heimlich, epley, leopold, mcroberts, ortolani, barlow",
    "breathing respiration": "cheyne stokes",
    "test": "lachman, mcmurray, ishihara, mantoux, coombs, allen, thompson",
    "score": "apgar",
    "law": "fick, frank starling, laplace, boyle, poiseuille",
    "postulates": "koch",
    "equation": "henderson hasselbalch, nernst, michaelis menten",
    "protein proteins": "bence jones, tamm horsfall",
    "stain": "ziehl neelsen",
    "catheter": "swan ganz, foley",
    "virus": """
        epstein barr, varicella zoster, ebola, zika, marburg, coxsackie, dengue,
        chikungunya
    """,
    "mosquito mosquitoes": "anopheles, aedes, culex",
    "tick ticks": "ixodes, dermacentor",
    "fly flies": "tsetse",
    "nucleus": "edinger westphal",
}
"""Names that say alone which thing with one of these nouns is meant.

A name after which several things are called, such as *Langerhans*, is not among them.
"""
NAMES_IN_ONE_WORD = NAMES | frozenset(
    "barre basedow bechterew bell down graves guillain hodgkin menetrier".split()
)
"""Names that are looked for in one word with their noun, such as *Down-Syndrom*.

There, a capital letter does not tell a name from a noun.
"""


def _names(listed: str) -> frozenset[Tokens]:
    return frozenset(tuple(name.split()) for name in listed.split(","))


NAMES_OF_DISEASES = _names(
    "addison, alzheimer, basedow, bechterew, behcet, bowen, buerger, caroli, castleman,"
    "chagas, creutzfeldt jakob, crohn, fabry, gaucher, graves, graves basedow, hansen,"
    "hashimoto, hirschsprung, hodgkin, huntington, kawasaki, krabbe, lyme, menetrier,"
    "meniere, menkes, niemann pick, osgood schlatter, parkinson, perthes, peyronie,"
    "pompe, refsum, scheuermann, still, takayasu, tangier, tay sachs, wilson"
)
NAMES_OF_OTHER_NOUNS = (
    (
        ("sindrom", "syndrom", "syndroom", "zespol"),
        _names(
            "alport, angelman, asperger, brugada, budd chiari, conn, crigler najjar,"
            "down, dressler, dubin johnson, edwards, ehlers danlos, eisenmenger, felty,"
            "gilbert, goodpasture, guillain barre, horner, kallmann, klinefelter,"
            "lesch nyhan, lynch, marfan, noonan, patau, peutz jeghers, prader willi,"
            "rett, reye, sheehan, sjoegren, sjogren, stevens johnson, tourette, turner,"
            "wolff parkinson white, zollinger ellison"
        ),
    ),
    (
        ("sign", "segno", "sinal", "zeichen", "teken", "objaw"),
        _names("babinski, brudzinski, chvostek, courvoisier, kernig, murphy, rovsing"),
    ),
    (("fenom", "phenom", "phaenom"), _names("raynaud")),
    (("tiroidit", "tireoidit", "thyr", "zapalenie"), _names("hashimoto")),
    (("paral", "parese", "laehmung", "verlamming", "porazenie"), _names("bell")),
)
"""How other nouns begin, and the names that have no other one."""
