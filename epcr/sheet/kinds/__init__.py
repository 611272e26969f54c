"""The kinds of field, a module each: what can be typed, how it is kept, shown and exported."""
