"""A reviewed sheet as other systems read it: a folder a format, and none of them knows another."""
