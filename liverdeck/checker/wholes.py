"""Parts of the body that say alone what they are part of: *the retina of the eye*.

A part that several organs have, such as a cortex, is not among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens

_JOINTS = (("of",), ("in",))
_PARTS_OF_WHOLES = {
    "brain": """
        amygdala, hippocampus, cerebellum, cerebrum, thalamus, hypothalamus, brainstem,
        pons, midbrain, medulla oblongata, frontal lobe, parietal lobe, temporal lobe,
        occipital lobe, motor cortex, visual cortex, cerebral cortex, corpus callosum,
        basal ganglia, substantia nigra, striatum, putamen, caudate nucleus,
        limbic system, lateral ventricle, lateral ventricles
    """,
    "heart": """
        mitral valve, tricuspid valve, aortic valve, pulmonary valve, left ventricle,
        right ventricle, left atrium, right atrium, sinoatrial node, sa node,
        atrioventricular node, av node, myocardium, endocardium, epicardium,
        bundle of his, purkinje fibers
    """,
    "eye": """
        retina, cornea, iris, pupil, sclera, choroid, fovea, macula, optic disk,
        conjunctiva, vitreous humor, aqueous humor, vitreous body
    """,
    "ear": """
        cochlea, malleus, incus, stapes, tympanic membrane, semicircular canals,
        utricle, saccule, organ of corti
    """,
    "kidney": """
        nephron, nephrons, glomerulus, glomeruli, loop of henle, proximal tubule,
        distal tubule, collecting duct, proximal convoluted tubule, podocytes,
        distal convoluted tubule
    """,
    "lung": "alveoli, alveolus, bronchioles, type 2 pneumocytes",
    "cell": """
        mitochondria, mitochondrion, ribosome, ribosomes, golgi apparatus, lysosome,
        lysosomes, cytoplasm, endoplasmic reticulum
    """,
    "neuron": "axon, dendrite, dendrites, myelin sheath",
    "pancreas": "islets of langerhans",
    "uterus": "endometrium, myometrium",
    "liver": "hepatocytes, kupffer cells",
    "skin": "epidermis, dermis, melanocytes",
    "stomach": "pylorus, parietal cells, chief cells",
}
_WHOLE_OF_PART = {
    part.strip(): whole
    for whole, parts in _PARTS_OF_WHOLES.items()
    for part in parts.split(",")
}


def without_whole(tokens: Tokens) -> Tokens:
    """Return *amygdala* for *amygdala of the brain*; no tokens if it is not clear."""
    if tokens[-2:-1] not in _JOINTS:
        return ()
    part, whole = tokens[:-2], tokens[-1]
    is_part = _WHOLE_OF_PART.get(" ".join(part)) in (whole, whole.removesuffix("s"))
    return part if is_part else ()
