"""A local Neo4j server without Docker, for `make neo4j` and the tests."""
