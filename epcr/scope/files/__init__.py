"""Files of rulesets and of the catalog into what is judged by: entries, columns, a child over its parent, and what is wrong."""
