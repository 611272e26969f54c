"""The handoff on paper: one page always, its boxes in their places whether full or empty, in the order of a format.

Where something would be cut so, room that another block does not use goes to it first (`layout`, `sharing`); boxes then keep their
order, not their places. Never left out are allergies, and home medications that bear on treatment: their row grows; and of an arrest
its time, CPR and the return of circulation, whatever the trainee worded. Only where no page takes the former the page says in large
letters that they continue on the run sheet, and how many.

Where there is more than fits all the same, this is shortened, and the page says "+3 more, see run sheet" where it was:
1. the text of a box is set smaller, from 11 over 10 to 9 points, then statements longer than two lines are cut to two, from the
   last to the first; then the optional ones (pain, symptoms, normal regions, first look, barriers, substances, who told,
   condition) are left out, from the last; then the others are cut to one line, from the last to the first (a part that the
   trainee worded is cut at its end);
2. other medications, history and onset: smaller, then the last of a list;
3. interventions: cells to as few lines as needed (those first that would be left out first; a name becomes its short one before
   how it was done is cut), then equal acts into one row with their number and the last time, then rows are left out: first
   assessing, monitoring, moving and splinting, then what was not given, then other procedures; where that is not enough the
   reasons of refusals are cut to one line with level, rule and source, and medications go, last what was outside scope, of each
   the oldest first. In a cardiac arrest CPR, shocks, airway and epinephrine weigh more than all of these, and those of one kind
   share a row before a medication goes. What has no row is named with its time on two lines, or a quarter of the table;
4. items of NOT DOCUMENTED from the last, crew members from the last;
5. name and complaint get smaller, then stand on several lines; then they and single cells end with an ellipsis.
What is to be shortened shares the room that is left line by line. Age, sex, weight, acuity, vital signs, chart, read-back and
footer are never shortened.
"""
