"""The extract room: from documents to document graphs with a spaCy pipeline, and their linking."""
