"""The command line: each command is in the module of the same name.

A command parses its options, calls the library and prints the result. The other
modules help several commands, or are parts of a long one.
"""
