import { deepStrictEqual, match, ok, strictEqual } from "node:assert";

import { putShape } from "../../../cli/verbs/put/shape";
import { A, B } from "../../sandbox/support";
import { PutProject } from "./put-project";

const VALUE = "correct horse battery staple";

describe("eks-pod-secrets put --from-json", () => {
  const project = new PutProject();
  const { current, put } = project;

  it("puts the values of many from JSON, tells each, and goes on where one fails", async () => {
    const object = '{ "db": {"password": "p"},  "pin": 12345678901234567890 }';
    const input = `{"own": "from JSON", "parts": ${object}, "/flags": "on"}`;
    const { code, stderr, stdout } = await put(A, ["--from-json", "-"], { input });
    deepStrictEqual([code, stderr], [0, ""]);
    match(stdout, /^secret own .*\nsecret parts .*\nparameter \/flags .*\n$/);
    strictEqual((await current(A, "own")).SecretString, "from JSON");
    strictEqual((await current(A, "parts")).SecretString, object);
    const again = await put(A, ["--from-json", "--json"], { input });
    const { result, values } = JSON.parse(again.stdout);
    deepStrictEqual(
      [result, values.map((one: { result: string }) => one.result)],
      ["done", ["unchanged", "unchanged", "unchanged"]],
    );
    putShape.parse(JSON.parse(again.stdout));
    const half = await put(B, ["--from-json", "-"], { input: '{"missing": "x", "foreign": "y"}' });
    strictEqual(half.code, 2);
    match(half.stdout, /^secret missing .*: failed: .*must exist.*\nsecret .* new version/);
  });

  it("rejects JSON of which one value cannot be put before it puts any, and shows none", async () => {
    const before = (await current(A, "own")).VersionId;
    const cases: [string | Buffer, RegExp][] = [
      [
        `{"own": "${VALUE}", "nothing": "x"}`,
        /a key of - must name a secret or parameter of .*, got "nothing"/,
      ],
      [`{"own": "${VALUE}", "parts": "no JSON"}`, /parts: the value must be JSON/],
      [`{"own": "${VALUE}", "parts": 7}`, /the value of parts must be a text or an object/],
      [`{"own": "${VALUE}", "own": "x"}`, /each key stands once; it is not at line 1, column/],
      [`{"own": "${VALUE}"`, /must be JSON in which/],
      [`{"own": "${VALUE}", "foreign": "x"}`, /must be of account 222222222222/],
      [`{"own": ""}`, /the value of own must not be empty/],
      [Buffer.from('{"own": "p\xe4ss"}', "latin1"), /standard input must be UTF-8 text/],
      [String.raw`{"own": "half \ud83d"}`, /the value of own must be text; .* half of a character/],
      ["[]", /must be a JSON object/],
      ["{}", /got none/],
      [
        `{"own": "${VALUE}", "/flags": "${"x".repeat(5000)}"}`,
        /\/flags must be at most 4096 bytes/,
      ],
    ];
    for (const [input, message] of cases) {
      const { code, stderr, stdout } = await put(A, ["--from-json", "-"], { input });
      deepStrictEqual([code, stdout], [2, ""]);
      match(stderr, message);
      ok(!stderr.includes("correct horse"));
    }
    strictEqual((await current(A, "own")).VersionId, before);
    const both = await put(A, ["own", "--from-json", "-"], { input: "{}" });
    match(both.stderr, /either SECRET or --from-json, got both/);
  });
});
