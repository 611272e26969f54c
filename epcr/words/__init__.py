"""Words: the grammar that sentences are put together with. A second language begins here and in the templates."""
