from tests.gazetteer import gazetteer

__all__ = ["gazetteer"]
