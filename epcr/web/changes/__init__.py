"""The second door of the road of a value: single changes, each of one field, as a device sends them while somebody writes.

A change has a number that was made where it was typed. It is applied once however often it arrives, it takes the same controls and
checks as a form, and where the field was changed elsewhere meanwhile both values are kept until somebody decides.
"""
