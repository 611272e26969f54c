"""Documents of NEMSIS v3.5.1: read without harm, and checked by the published files and by what those leave unchecked.

It knows documents; run sheets and classes it refuses to know.
"""
