"""Cypher files as package data, so that an installed wheel finds them."""
