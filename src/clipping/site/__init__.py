"""From the record to the bytes of each file of the site."""
