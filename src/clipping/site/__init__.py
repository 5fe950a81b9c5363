"""Render the record: from an edition to the bytes of each file of the site."""
