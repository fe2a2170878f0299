import { deepStrictEqual } from "node:assert";
import { deployedValues } from "../../../sdk/change-losses/deployed-values";
import { keyUses, type ValuesBefore, valueLosses } from "../../../sdk/change-losses/key-losses";
import {
  namesOfInventory,
  neededNames,
  renamed as renamedOf,
} from "../../../sdk/change-losses/names";
import type { LandingZone } from "../../../sdk/grant";
import { landingZoneOf } from "../grant/support";

const NOTHING: ValuesBefore = { keys: {}, secrets: [], uses: {}, released: [] };

const zone = (own: string, parameter = "account: a", more = "") =>
  landingZoneOf({
    secrets: `\n  own: { account: a${own} }${more}`,
    parameters: `\n  /flags: { ${parameter} }`,
    readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }",
  });

/** The values that a deployment would lose, out of those that another one has encrypted. */
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

const web = (name: string) =>
  `\n  ${name}: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }`;
const secrets = (own: string) => `\n  ${own}\n  foreign: { account: b, key: pods }`;

const renamed = (before: LandingZone, after: LandingZone) =>
  renamedOf(namesOfInventory(before), neededNames(after));

describe("renamed", () => {
  it("tells what a deployment would make a second time", () => {
    const before = landingZoneOf({ readers: web("web"), secrets: secrets("own: { account: a }") });
    const after = landingZoneOf({
      readers: web("front").replace("own", "mine"),
      secrets: secrets("mine: { account: a, name: own }"),
    });
    deepStrictEqual(renamed(before, after), [
      "secret mine of a.secrets is secret own of a.secrets by another name, and cannot be made while that is there: keep the name",
      "reader front of a.workloads is reader web of a.workloads by another name, and cannot be made while that is there: keep the name, or deploy two inventories in turn: first this one without readers.front, and then this one; in between the pods of front cannot read",
    ]);
  });

  it("tells of readers that swap their roles or service accounts, and of two inventories that do it in turn", () => {
    const two = (roles: string[], accounts: string[]) =>
      landingZoneOf({
        readers: ["web", "api"]
          .map((name, index) => {
            const [serviceAccount, roleName] = [accounts[index], roles[index]];
            return `\n  ${name}: { cluster: shop, namespace: web, serviceAccount: ${serviceAccount}, roleName: ${roleName}, reads: [own] }`;
          })
          .join(""),
      });
    const before = two(["first", "second"], ["one", "two"]);
    const says = (one: string, other: string) =>
      `reader ${one} of a.workloads takes the role, the service account or the SecretProviderClass of reader ${other} of a.workloads, and cannot be made while that has it: keep what each has, or deploy two inventories in turn: first this one without readers.web and readers.api, and then this one; in between the pods of web and api cannot read`;
    for (const after of [
      two(["second", "first"], ["one", "two"]),
      two(["first", "second"], ["two", "one"]),
    ]) {
      deepStrictEqual(renamed(before, after), [says("web", "api"), says("api", "web")]);
    }
  });

  it("tells of a role that is to have another path under the same name, and of none that has another name as well", () => {
    const pod = (more: string) =>
      landingZoneOf({
        readers: `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [foreign], mode: targetRole, ${more} }`,
      });
    const before = pod("roleName: pod, targetRoleName: target");
    const cannot = (old: string, made: string) =>
      `role ${made} cannot take the place of role ${old}: an account has each role name once, whatever the path`;
    deepStrictEqual(renamed(before, pod("roleName: pod, targetRoleName: target, rolePath: /x/")), [
      `reader web of a.workloads: ${cannot("/pod", "/x/pod")}; write another roleName under readers.web as well`,
      `reader web of b.secrets: ${cannot("/target", "/x/target")}; write another targetRoleName under readers.web as well`,
    ]);
    deepStrictEqual(renamed(before, pod("roleName: Pod, targetRoleName: target")), [
      `reader web of a.workloads: ${cannot("/pod", "/Pod")}; write another roleName under readers.web as well`,
    ]);
    deepStrictEqual(renamed(before, pod("roleName: pod2, targetRoleName: to, rolePath: /x/")), []);
  });

  it("tells of an account by another name, whose stacks are others", () => {
    const accounts = (b: string) => `
  a: { id: "111111111111", region: us-east-1 }
  ${b}: { id: "222222222222", region: us-east-1 }`;
    const [before, after] = ["b", "data"].map((b) =>
      landingZoneOf({
        accounts: accounts(b),
        secrets: `\n  own: { account: a }\n  foreign: { account: ${b}, key: pods }`,
      }),
    );
    deepStrictEqual(before && after && renamed(before, after), [
      "key data/us-east-1/pods of data.secrets is key b/us-east-1/pods of b.secrets by another name, and cannot be made while that is there: keep the name",
      "secret foreign of data.secrets is secret foreign of b.secrets by another name, and cannot be made while that is there: keep the name",
    ]);
  });

  it("tells of a role that a reader of another region is to have: an account has its roles in all of them", () => {
    const inRegion = (region: string, name: string) =>
      landingZoneOf({
        clusters: `\n  ${name}: { account: a, region: ${region}, create: {} }`,
        readers: `\n  ${name}: { cluster: ${name}, namespace: web, serviceAccount: web, roleName: web, region: us-east-1, reads: [own] }`,
      });
    deepStrictEqual(renamed(inRegion("us-east-1", "web"), inRegion("eu-west-1", "front")), [
      "reader front of a.workloads is reader web of a.workloads by another name, and cannot be made while that is there: keep the name, or deploy two inventories in turn: first this one without readers.front, and then this one; in between the pods of front cannot read",
    ]);
  });

  it("tells nothing of what is new, of what leaves, and of what exists anyway", () => {
    const adopted = (name: string) =>
      landingZoneOf({
        readers: web("web").replace("own", name),
        secrets: secrets(
          `${name}: { account: a, existing: true, arn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:x-aBcDeF" }`,
        ),
      });
    deepStrictEqual(renamed(adopted("one"), adopted("other")), []);
    const [few, many] = [landingZoneOf({ readers: " {}" }), landingZoneOf()];
    deepStrictEqual([...renamed(few, many), ...renamed(many, few)], []);
  });

  it("tells of a cluster whose driver is installed here, or where readers are, and of none that only exists", () => {
    const shop = (name: string, install: string, readers = " {}") =>
      landingZoneOf({
        clusters: `\n  ${name}: { name: shop, account: a, existing: true, secretsStoreCsi: { install: ${install} } }`,
        readers: readers.replace("shop", name),
      });
    const told = [
      "cluster store of a.cluster is cluster shop of a.cluster by another name, and cannot be made while that is there: keep the name",
    ];
    const ofUsed = ["shop", "store"].map((name) => shop(name, "existing", web("web")));
    deepStrictEqual(renamed(shop("shop", "existing"), shop("store", "existing")), []);
    deepStrictEqual(renamed(shop("shop", "addon"), shop("store", "addon")), told);
    deepStrictEqual(renamed(ofUsed[0] as LandingZone, ofUsed[1] as LandingZone), told);
  });
});
