"""What a deck has: facts, their cards, and the ledger of released notes."""
