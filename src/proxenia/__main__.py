"""``python -m proxenia``: the command line."""

from proxenia.cli.main import main

if __name__ == "__main__":
    main()
