"""How study is going."""
