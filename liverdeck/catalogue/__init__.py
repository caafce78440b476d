"""The words that learners see, in each language that has a translation."""
