"""REST, websocket, pages, health."""
