"""People: who signs in, in which role, and the classes they belong to; what can be done with them."""
