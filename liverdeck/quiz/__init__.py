"""Make items from facts, papers from items, and files from papers.

People and learning platforms read the files.
"""
