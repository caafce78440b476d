"""Reviews over time: schedule, review log, sessions, statistics and Anki transfer."""
