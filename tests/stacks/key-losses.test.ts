import { deepStrictEqual, rejects } from "node:assert";

import { lostValues } from "../../cli/verbs/plan/lost-values";
import { keyLosses, keyUses } from "../../stacks/key-losses";
import { landingZoneOf } from "../grant/support";
import { runStack } from "./run-stack";

const zone = (own: string, parameter = "account: a", more = "") =>
  landingZoneOf({
    secrets: `\n  own: { account: a${own} }${more}`,
    parameters: `\n  /flags: { ${parameter} }`,
    readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }",
  });

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
      uses: keyUses(zone(", key: pods").keys),
      arns: { "a/us-east-1/pods": arn },
      released: ["a/us-east-1/pods"],
    };
    deepStrictEqual(
      keyLosses(before, zone(`, key: "${arn}"`)).map((one) => one.split(":")[0]),
      ["key a/us-east-1/pods must be named by its alias as before, got its ARN arn"],
    );
  });

  it("go with a key that its owner lets go by name", () => {
    const letGo = (released: string[]) => ({
      uses: keyUses(zone("", "account: a, key: flags").keys),
      arns: {},
      released,
    });
    const after = zone("");
    deepStrictEqual(keyLosses(letGo(["a/us-east-1/flags"]), after), []);
    deepStrictEqual(keyLosses(letGo(["a/us-east-1/pods"]), after).length, 1);
  });

  it("are recorded for as long as there is their key, and refused before anything is registered", async () => {
    const last = {
      keys: {},
      encrypts: { "a/us-east-1/flags": { secrets: [], others: ["parameter /flags"] } },
    };
    const call = ({ token }: { token: string }) =>
      token === "pulumi:pulumi:readStackOutputs" ? { outputs: last } : {};
    const { outputs } = await runStack(zone(", key: flags"), "a.secrets", { call });
    deepStrictEqual((outputs as { encrypts: object }).encrypts, {
      "a/us-east-1/flags": { secrets: ["secret own"], others: ["parameter /flags"] },
    });
    await rejects(runStack(zone(""), "a.secrets", { call }), /key a\/us-east-1\/flags must stay/);
  });
});
