"""How far what was handed in to a department is."""
