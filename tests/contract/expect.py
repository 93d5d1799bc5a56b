"""Write anew what is expected of every sample, or of the sources named; look at the difference before it is kept."""

import json
import sys
from pathlib import Path

from tests.contract.samples import SAMPLES, expected_path, read_sample, shown

from proxenia.resolve.gazetteer import load_gazetteer


def main(cache: Path, *sources: str) -> None:
    gazetteer = load_gazetteer(cache)
    for source in sources or SAMPLES:
        context, statements = read_sample(source, gazetteer)
        lines = [shown(statement) for statement in statements]
        lines += [{"refused": [refusal.row, refusal.reason]} for refusal in context.refused]
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        expected_path(source).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
