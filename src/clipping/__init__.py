"""From the plain-text capture of one news article to a read-only reference website."""
