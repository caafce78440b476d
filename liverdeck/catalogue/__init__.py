"""Has the words that learners see, in each language that they were translated to."""
