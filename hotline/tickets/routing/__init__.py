"""Which department a ticket belongs to: the dispatch directory first, then a text classifier."""
