"""Citations: the record of an article → its CSL item → citations in five styles."""
