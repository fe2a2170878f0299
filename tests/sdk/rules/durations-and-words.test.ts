import { strictEqual } from "node:assert";

import * as rules from "../../../sdk/rules";
import { type TextRule, textFlaw } from "../../../sdk/rules/rule";

const cases: [string, TextRule, string[], string[]][] = [
  [
    "an interval of rotation from a second to a year",
    rules.rotationPollInterval,
    ["1s", "90s", "2m30s", "1.5h", "1h", "8760h"],
    ["0s", "0h0m", "0.5s", "8760h1s", "9999999h", "60", "1d", "-1h", "1h ", ""],
  ],
  [
    "a version of Kubernetes from 1.24 on",
    rules.kubernetesVersion,
    ["1.24", "1.29", "1.30", "1.34", "1.99"],
    ["1.23", "1.9", "1.09", "1.2", "2.0", "1.240", "1.34.1"],
  ],
  [
    "an image, a profile or a context in one word",
    rules.word,
    ["nginx:1.29", "ghcr.io/org/app@sha256:0a", "team/prod", "arn:aws:eks:us-east-1:1:cluster/x"],
    ["", "a b", "a\tb", "a\n", "a\u0000b", "a\u00a0b", "a\u001b[0m"],
  ],
  [
    "a directory of a container that Kubernetes takes",
    rules.mountPath,
    ["/mnt/secrets", "/m", "/a b", "/é"],
    ["", "/", "mnt", "/mnt/", "/mnt:ro", "/a\nb", "/a\u0000"],
  ],
];

describe("durations and words", () => {
  for (const [title, rule, right, wrong] of cases) {
    it(`are ${title}`, () => {
      for (const text of right) strictEqual(textFlaw(rule, text), undefined, text);
      for (const text of wrong) strictEqual(textFlaw(rule, text) !== undefined, true, text);
    });
  }
});
