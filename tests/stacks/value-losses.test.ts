import { deepStrictEqual, rejects } from "node:assert";

import { lostValues } from "../../cli/verbs/plan/costs/lost-values";
import { deployedValues } from "../../stacks/deployed-values";
import { keyUses, valueLosses } from "../../stacks/value-losses";
import { landingZoneOf } from "../sdk/grant/support";
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
      deployed: { keys: { "a/us-east-1/pods": arn }, secrets: [] },
      released: ["a/us-east-1/pods"],
    };
    deepStrictEqual(
      valueLosses(before, zone(`, key: "${arn}"`)).map((one) => one.split(":")[0]),
      ["key a/us-east-1/pods must be named by its alias as before, got its ARN arn"],
    );
  });

  it("are lost with a key of a run that failed, which recorded nothing", () => {
    const arn = "arn:aws:kms:us-east-1:111111111111:key/11111111-2222-3333-4444-555555555555";
    const deployed = deployedValues("a", {
      "urn:pulumi:a.secrets::p::eks-pod-secrets:index:PodSecretKey$aws:kms/key:Key::pods-us-east-1-key":
        { type: "aws:kms/key:Key", outputs: { arn } },
      "urn:pulumi:a.secrets::p::pulumi:pulumi:Stack::p-a.secrets": {
        type: "pulumi:pulumi:Stack",
        outputs: {},
      },
    });
    const found = (own: string, released: string[] = []) =>
      valueLosses({ uses: {}, deployed, released }, zone(own)).map((one) => one.split(/[,:]/)[0]);
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
    const deployed = { keys: {}, secrets: [{ id: "own", arn }] };
    deepStrictEqual(
      valueLosses({ uses: {}, deployed, released: [] }, after).map((one) => one.split(":")[0]),
      ["secret own must be declared as before, got existing"],
    );
    deepStrictEqual(losses(zone(""), after), [
      "secret own is own, which its stack made and would delete",
    ]);
    deepStrictEqual(losses(after, after), []);
    const takenOut = {
      uses: keyUses(zone(", key: pods").keys),
      deployed: { keys: {}, secrets: [] },
      released: [],
    };
    deepStrictEqual(
      valueLosses(takenOut, after).map((one) => one.split(";")[0]),
      ["key a/us-east-1/pods must stay, for with it the values of these would be lost: secret own"],
    );
  });

  it("go with a key that its owner lets go by name", () => {
    const letGo = (released: string[]) => ({
      uses: keyUses(zone("", "account: a, key: flags").keys),
      deployed: { keys: {}, secrets: [] },
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
