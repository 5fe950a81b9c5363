"""Citations: the record of an article → a CSL item → files for reference managers, and citations in five styles."""
