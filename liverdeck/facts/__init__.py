"""The content of a deck: facts, their cards, and the ledger of released notes."""
