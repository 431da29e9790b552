"""How the knowledge base is: what ails which entry, whose it is, and whether it gets better."""
