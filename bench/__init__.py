"""What is measured and learned beside the program; make bench and README.md lead here."""
