import { deepStrictEqual } from "node:assert";

import { arnsIn } from "../../../cli/documents/arns-in";
import {
  landingZoneDocuments,
  plannedArns,
} from "../../../sdk/access/landing-zone/landing-zone-documents";
import { landingZoneOf } from "../../sdk/grant/support";

const KEY = "arn:aws:kms:us-east-1:222222222222:key/drawn";
const secretsUnder = (first: string, second: string) =>
  landingZoneOf({
    secrets: `
  own: { account: a }
  foreign: { account: b, key: ${first} }
  other: { account: b, key: ${second} }`,
  });

describe("arnsIn", () => {
  const before = landingZoneDocuments(secretsUnder("pods", "pods"), {
    ...plannedArns,
    keyArn: () => KEY,
  });

  it("knows a key of another name by what it encrypts", () => {
    const after = secretsUnder("renamed", "renamed");
    const { keys, secrets } = landingZoneDocuments(after, arnsIn(before, plannedArns));
    deepStrictEqual(
      [keys?.map(({ arn }) => arn), secrets?.map(({ key }) => key)],
      [[KEY], [null, KEY, KEY]],
    );
  });

  it("gives each of two keys its own ARN where one was split", () => {
    const after = secretsUnder("pods", "more");
    const fresh = after.keys[1] && plannedArns.keyArn(after.keys[1]);
    const { keys, secrets } = landingZoneDocuments(after, arnsIn(before, plannedArns));
    deepStrictEqual(
      [keys?.map(({ arn }) => arn), secrets?.map(({ key }) => key)],
      [
        [KEY, fresh],
        [null, KEY, fresh],
      ],
    );
  });
});
