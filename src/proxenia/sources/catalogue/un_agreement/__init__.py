"""How alike two states vote in the General Assembly of the United Nations, in spans of five years."""
