"""The engine of every paper: sheets, blocks, lines, fonts, structure, archival marks and binding. It knows no run sheet."""
