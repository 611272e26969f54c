"""What can be said about a run sheet: each check is a generator of findings over plain objects, without session or request."""
