"""The rules of each language that answers may be written in.

Most of them are data: one file in TOML for each language, read when it is needed.
"""
