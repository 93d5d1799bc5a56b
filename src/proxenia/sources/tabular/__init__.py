"""Foreign tables as rows of texts: CSV, TSV or XLSX, in any encoding."""
