"""The command line: each command is in the module of the same name.

A command parses its options, calls the library and prints the result. Any other module
here is either used by several commands or is a part of a long command.
"""
