"""`python3 -m judge.certificate DIR...`: exit code 0 where all certificates hold, 1 where one does not, 2 at a misuse."""

import sys
from pathlib import Path

from . import Refused
from .directory import check_directory


def main(arguments):
    directories = [Path(argument) for argument in arguments]
    if not directories or not all(directory.is_dir() for directory in directories):
        print("usage: python3 -m judge.certificate DIR...", file=sys.stderr)
        return 2
    code = 0
    for directory in directories:
        try:
            print("\n".join(check_directory(directory)))
        except Refused as error:
            print(f"refused: {directory}: {error}", file=sys.stderr)
            code = 1
    return code


sys.exit(main(sys.argv[1:]))
