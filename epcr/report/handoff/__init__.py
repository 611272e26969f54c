"""The handoff on paper: one page always, its boxes in their places whether full or empty, in the order of a format.

Where there is more than fits, this is shortened first, and the page says "+3 more, see run sheet" where it was:
1. the text of a box is set smaller, from 11 over 10 to 9 points, then statements longer than two lines are cut to two, from the
   last to the first; then the optional ones (pain, symptoms, normal regions, first look, barriers, substances, who told,
   condition) are left out, from the last; then the others are cut to one line, from the last to the first (a part that the
   trainee worded is cut at its end);
2. allergies, medications, history and onset: two lines each, smaller, then the last of a list;
3. interventions: cells to one line (those first that would be left out first), then equal acts into one row with their
   number and the last time, then rows are left out: first assessing, monitoring, moving and splinting, then what was not
   given; where that is not enough the reasons of refusals are cut to one line with level, rule and source, and other
   procedures go, then medications, last what was outside scope, of each the oldest first; what has no row is named with its
   time as far as two lines reach;
4. items of NOT DOCUMENTED from the last, crew members from the last;
5. name and complaint get smaller, then stand on two lines; then they and single cells end with an ellipsis.
Age, sex, weight, acuity, vital signs, chart, read-back and footer are never shortened.
"""
