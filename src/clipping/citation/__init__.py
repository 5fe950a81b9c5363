"""Citations: the record of an article → one CSL item → files for reference managers, and texts in five styles."""
