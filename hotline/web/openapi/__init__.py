"""The API's own description (OpenAPI 3.1): every route, what goes in, what comes out, who may ask.

Rule: nothing is described by hand twice: summaries are the handlers' docstrings, values of fields are the domain's own
enums, and the tests hold every answer of every route against what is written here.
"""
