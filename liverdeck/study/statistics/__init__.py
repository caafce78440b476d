"""Statistics: how study is going."""
