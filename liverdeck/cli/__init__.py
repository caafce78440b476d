"""The command line, one module for each command.

A command parses its options, calls the library and prints the result.
"""
