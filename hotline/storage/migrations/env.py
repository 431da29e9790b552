"""Run by Alembic, without an ini file: hotline.storage.migrate gives the connection, already in its transaction."""

from alembic import context

from hotline.storage.tables import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata, render_as_batch=True
)
context.run_migrations()
