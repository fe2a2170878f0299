"""The published vectors, tests/proof/vectors/*.json."""

import json
import unittest
from pathlib import Path

from judge.documents import Documents

FOLDER = Path(__file__).parent.parent / "proof" / "vectors"
VERDICTS = {"allowed": True, "denied": False, "notDocumented": None}


class Vectors(unittest.TestCase):
    def test_vectors(self):
        for path in sorted(FOLDER.glob("*.json")):
            for vector in json.loads(path.read_text())["vectors"]:
                with self.subTest(vector["title"], file=path.name):
                    found = Documents(vector["documents"]).is_allowed(
                        vector["request"], vector.get("sessionPolicies")
                    )
                    self.assertIs(found, VERDICTS[vector["verdict"]])


if __name__ == "__main__":
    unittest.main()
