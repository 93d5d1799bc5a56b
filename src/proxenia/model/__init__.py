"""The pure core: vocabulary, identifiers, periods, statements and the records built from them.

Nothing here reads, writes, asks for the time, or knows of a database.
"""
