"""What it came to: figures, each with its formula, its count and its source, and the reports that are made of them."""
