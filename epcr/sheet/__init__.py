"""What a run sheet is: its sections, their fields, and nothing of how it is shown, judged or reviewed."""
