"""NEMSIS v3.5.1: the standard's elements as a tree, and run sheets as patient care reports of it.

Structure, order, nesting and how often come from `schemas/nemsis/elements.csv`, what may stand in an element from `types.csv` beside
it; which field means which element is said where the field is declared.
"""
