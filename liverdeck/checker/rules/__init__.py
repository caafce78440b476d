"""The rules that judge one typed answer; `order` says in which order they come."""
