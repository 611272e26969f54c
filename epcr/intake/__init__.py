"""Reports of the standard as run sheets: what the sheet has fields for becomes fields, the rest is kept as it was.

The way in mirrors the way out: which field means which element is said where the field is declared, and the structure comes from the
same table. It refuses to know pages.
"""
