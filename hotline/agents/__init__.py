"""Who is at which desk."""
