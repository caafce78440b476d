"""Quizzes: make items from facts, papers from items, and files from papers.

The files are for people and for learning platforms.
"""
