"""YAML to facts, with every problem."""
