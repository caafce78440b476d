"""What a deck holds: facts, their cards, and the ledger of released notes."""
