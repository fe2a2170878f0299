import { strictEqual } from "node:assert";

import { withoutCredentials } from "../../../cli/terminal/errors";

const cases: [string, string][] = [
  ["open postgres://me:secret@db:5432/state: refused", "open postgres://db:5432/state: refused"],
  ["open postgres://me:s%40c%2Fret@db/state", "open postgres://db/state"],
  ["open postgres://me:s@c/r?t@db/state", "open postgres://db/state"],
  ["open postgres://me:sec", "open postgres://…"],
  ["open postgres://me:12/secret@db/state: refused", "open postgres://db/state: refused"],
  ["open postgres://me:sec'ret@db/state: refused", "open postgres://db/state: refused"],
  ["the 'postgres://me:secret@db/state' is closed", "the 'postgres://db/state' is closed"],
  [
    "https://token@github.example/x and s3://bucket: gone",
    "https://github.example/x and s3://bucket: gone",
  ],
  [
    'parse "postgres://db/state?user=me&password=secret&sslmode=disable": no',
    'parse "postgres://db/state?user=…&password=…&sslmode=disable": no',
  ],
  [
    "open postgres://db/state?password=sec&ret&sslmode=disable",
    "open postgres://db/state?password=…&…&sslmode=disable",
  ],
  [
    "open azblob://box?sas=sig%3Dx&region=eu: open https://box?sig=x&se=2030",
    "open azblob://box?sas=…&region=eu: open https://box?sig=…&se=…",
  ],
  [
    "awskms://alias/pulumi?region=eu-central-1 at http://127.0.0.1:4566/x@1 and http://[::1]:80/",
    "awskms://alias/pulumi?region=eu-central-1 at http://127.0.0.1:4566/x@1 and http://[::1]:80/",
  ],
  [
    "cannot connect to `host=db user=me password='se cret' database=state`: refused",
    "cannot connect to `host=db user=… password=… database=state`: refused",
  ],
  [
    "host=db password=secret, sslpassword=x sslmode=disable",
    "host=db password=…, sslpassword=… sslmode=disable",
  ],
  ["host=db password='se\\'cret", "host=db password=…"],
  [
    'open bucket s3://state?region=eu: unknown query parameter "cret"',
    'open bucket s3://state?region=eu: unknown query parameter "…"',
  ],
  ['invalid value for query parameter "region"', 'invalid value for query parameter "region"'],
  ['{"url":"postgres:\\/\\/me:secret@db\\/state"}', '{"url":"postgres://db/state"}'],
  ["https://host/state#token=secret: no", "https://host/state#… no"],
  ["open postgres://me:se#cret@db/state", "open postgres://db/state"],
  [
    'parse "postgres://me:se": invalid port ":se" after host',
    'parse "postgres://…": invalid port "…" after host',
  ],
  [
    'parse "postgres://me:%zz@db": invalid URL escape "%zz"',
    'parse "postgres://db": invalid URL escape "…"',
  ],
];

describe("withoutCredentials", () => {
  for (const [text, bare] of cases) {
    it(`says "${bare}"`, () => strictEqual(withoutCredentials(text, ""), bare));
  }

  it("leaves nothing of a backend's URL that holds what no URL may", () => {
    const url = 'postgres://me:s e"c@ret@db/state';
    strictEqual(
      withoutCredentials(`failed on ${url}: no`, url),
      "failed on postgres://db/state: no",
    );
  });
});
