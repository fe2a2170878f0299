import { deepStrictEqual } from "node:assert";

import { deployedValues } from "../../../sdk/losses/deployed-values";
import { keyUses, type ValuesBefore, valueLosses } from "../../../sdk/losses/key-losses";
import { landingZoneOf } from "../grant/support";

const NOTHING: ValuesBefore = { keys: {}, secrets: [], uses: {}, released: [] };

const zone = (own: string, parameter = "account: a", more = "") =>
  landingZoneOf({
    secrets: `\n  own: { account: a${own} }${more}`,
    parameters: `\n  /flags: { ${parameter} }`,
    readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }",
  });

/** What a deployment would lose of what another one encrypted. */
const lostValues = (before: ReturnType<typeof zone>, after: ReturnType<typeof zone>) =>
  valueLosses({ ...NOTHING, uses: keyUses(before.keys) }, after);

/** The beginning of each sentence. */
const losses = (before: ReturnType<typeof zone>, after: ReturnType<typeof zone>) =>
  lostValues(before, after).map((one) => one.replace(/[:;].*/, ""));

const REPLICA = ", replicas: [{ region: eu-west-1, key: pods }]";

describe("values that keys encrypt", () => {
  it("are not lost where nothing changes, with what leaves, and where another key takes them over", () => {
    const before = zone(`, key: pods${REPLICA}`);
    deepStrictEqual(losses(before, before), []);
    const without = landingZoneOf({ secrets: "\n  other: { account: a }", readers: " {}" });
    deepStrictEqual(losses(before, without), []);
    deepStrictEqual(losses(before, zone(`, key: others${REPLICA}`)), []);
    deepStrictEqual(
      losses(zone(", key: { alias: pods, shards: 2 }"), zone(", key: { alias: pods, shards: 9 }")),
      [],
    );
  });

  it("are lost by a secret, and by a replica, that has no key any more", () => {
    const before = zone(`, key: pods${REPLICA}`);
    deepStrictEqual(losses(before, zone(", replicas: [{ region: eu-west-1 }]")), [
      "secret own must keep its key, a/us-east-1/pods, got none",
      "the replica of secret own in eu-west-1 must keep its key, a/eu-west-1/pods, got none",
    ]);
  });

  it("are lost by a parameter whose key nothing names any more, and by a secret that exists", () => {
    const found = lostValues(zone("", "account: a, key: flags"), zone("", "account: a, key: pods"));
    deepStrictEqual(
      found.map((one) => one.split(/: |; /).slice(0, 2)),
      [
        [
          "key a/us-east-1/flags must stay, for with it the values of these would be lost",
          "parameter /flags",
        ],
      ],
    );
    const shared = zone(", key: flags", "account: a, key: flags");
    deepStrictEqual(losses(shared, zone(", key: flags")), []);
    const existing =
      '\n  old: { account: a, existing: true, arn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:x-aBcDeF", key: pods }';
    deepStrictEqual(losses(zone("", "account: a", existing), zone("")), [
      "key a/us-east-1/pods must stay, for with it the values of these would be lost",
    ]);
  });

  it("are lost by a version that AWS does not encrypt anew where the key changes", () => {
    const reads = (key: string, read: string) =>
      landingZoneOf({
        secrets: `\n  own: { account: a, key: ${key} }`,
        readers: `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [{ secret: own, as: own${read} }] }`,
      });
    deepStrictEqual(losses(reads("pods", ""), reads("others", "")), []);
    deepStrictEqual(losses(reads("pods", ", versionStage: BLUE"), reads("others", "")), [
      "key a/us-east-1/pods must stay, for with it the values of these would be lost",
    ]);
  });

  it("are lost with a key that its stack made and is to be named by its ARN", () => {
    const arn = "arn:aws:kms:us-east-1:111111111111:key/11111111-2222-3333-4444-555555555555";
    const before = {
      ...NOTHING,
      uses: keyUses(zone(", key: pods").keys),
      keys: { "a/us-east-1/pods": arn },
      released: ["a/us-east-1/pods"],
    };
    deepStrictEqual(
      valueLosses(before, zone(`, key: "${arn}"`)).map((one) => one.split(":")[0]),
      ["key a/us-east-1/pods must be named by its alias as before, got its ARN arn"],
    );
  });

  it("are lost with a key of a run that failed, which recorded nothing", () => {
    const arn = "arn:aws:kms:us-east-1:111111111111:key/11111111-2222-3333-4444-555555555555";
    const deployed = deployedValues("a", [
      {
        urn: "urn:pulumi:a.secrets::p::eks-pod-secrets:index:PodSecretKey$aws:kms/key:Key::pods-us-east-1-key",
        type: "aws:kms/key:Key",
        outputs: { arn },
      },
      {
        urn: "urn:pulumi:a.secrets::p::pulumi:pulumi:Stack::p-a.secrets",
        type: "pulumi:pulumi:Stack",
        outputs: {},
      },
    ]);
    const found = (own: string, released: string[] = []) =>
      valueLosses({ ...NOTHING, ...deployed, released }, zone(own)).map(
        (one) => one.split(/[,:]/)[0],
      );
    deepStrictEqual(found(", key: pods"), []);
    deepStrictEqual(found(""), ["key a/us-east-1/pods must stay"]);
    deepStrictEqual(found("", ["a/us-east-1/pods"]), []);
    deepStrictEqual(found(`, key: "${arn}"`, ["a/us-east-1/pods"]), [
      "key a/us-east-1/pods must be named by its alias as before",
    ]);
  });

  it("are lost with a secret that its stack made and that is said to exist", () => {
    const arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-aBcDeF";
    const after = zone(`, existing: true, arn: "${arn}"`);
    const secrets = [{ id: "own", arn }];
    deepStrictEqual(
      valueLosses({ ...NOTHING, secrets }, after).map((one) => one.split(":")[0]),
      ["secret own must be declared as before, got existing"],
    );
    deepStrictEqual(losses(after, after), []);
    deepStrictEqual(
      lostValues(zone(", key: pods"), after).map((one) => one.split(";")[0]),
      ["key a/us-east-1/pods must stay, for with it the values of these would be lost: secret own"],
    );
  });

  it("go with a key that its owner lets go by name", () => {
    const letGo = (released: string[]) => ({
      ...NOTHING,
      uses: keyUses(zone("", "account: a, key: flags").keys),
      released,
    });
    const after = zone("");
    deepStrictEqual(valueLosses(letGo(["a/us-east-1/flags"]), after), []);
    deepStrictEqual(valueLosses(letGo(["a/us-east-1/pods"]), after).length, 1);
    const staying = valueLosses(letGo(["a/us-east-1/flags"]), zone(", key: flags"));
    deepStrictEqual(
      staying.map((one) => one.split(";")[0]),
      ["deleteKeys must name keys that no entry names any more, got a/us-east-1/flags"],
    );
  });
});
