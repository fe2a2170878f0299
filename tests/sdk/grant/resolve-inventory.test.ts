import { deepStrictEqual, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parseInventory, type ResolvedReader } from "../../../sdk/grant";
import { inventoryText, landingZoneOf, reader, type Told, tellsEach, warningsOf } from "./support";

function onlyReader(...sections: Parameters<typeof landingZoneOf>): ResolvedReader {
  const [first] = landingZoneOf(...sections).readers;
  if (!first) throw new Error("no reader");
  return first;
}

describe("a parsed inventory", () => {
  it("tells where something stands when the nodes of its text are gone", async () => {
    const parsed = parseInventory(inventoryText(), "zone.yaml");
    if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
    const at = () => parsed.problemAt(["secrets", "foreign", "key"], "is here");
    const told = at();
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    await nextTurn();
    collect();
    deepStrictEqual(at(), told);
    deepStrictEqual([told.line, told.column > 1], [8, true]);
  });
});

describe("the resolved landing zone", () => {
  it("names the reference scenario's roles, files and keys", () => {
    const file = join(__dirname, "../../../landing-zone.yaml");
    const parsed = parseInventory(readFileSync(file, "utf8"), "landing-zone.yaml");
    if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
    const { keys, readers } = parsed.landingZone;
    deepStrictEqual(parsed.warnings, []);
    deepStrictEqual(
      readers.map(({ grants, role, secretProviderClass }) => [
        role.arn,
        secretProviderClass,
        grants.map(({ crossAccount, file: name, regions }) => [name, crossAccount, regions]),
      ]),
      [
        [
          "arn:aws:iam::111111111111:role/ascp-podidentity",
          "aws-secrets-manager",
          [["secret-a", false, ["us-east-1"]]],
        ],
        [
          "arn:aws:iam::111111111111:role/ascp-podidentity-cross",
          "aws-secrets-manager-cross",
          [["secret-b", true, ["us-east-1"]]],
        ],
      ],
    );
    deepStrictEqual(
      keys.map(({ account, alias, region, secrets }) => [
        account.id,
        region,
        alias,
        secrets.map(({ id }) => id),
      ]),
      [["222222222222", "us-east-1", "secretsmanagercross", ["secret-b"]]],
    );
  });

  it("leaves out a parameter that the pod's target role cannot reach, on both sides", () => {
    const grants = (mode: string) => {
      const { parameters, readers } = landingZoneOf({
        readers: reader("[foreign, { parameter: /flags }]", `    mode: ${mode}\n`),
      });
      const names = readers.flatMap((one) => one.grants.map(({ target }) => target.id));
      return { names, readersOfFlags: parameters.flatMap((one) => one.grants.length) };
    };
    deepStrictEqual(grants("targetRole"), { names: ["foreign"], readersOfFlags: [0] });
    deepStrictEqual(grants("resourcePolicy"), {
      names: ["foreign", "/flags"],
      readersOfFlags: [1],
    });
  });

  it("gives defaults to entries that do not say otherwise", () => {
    const zone = landingZoneOf({
      secrets: "\n  own: { sealed: false }\n  foreign: { account: b, key: pods }",
      more: "defaults:\n  secrets: { account: a, sealed: true, recoveryWindowInDays: 7 }\n  readers: { rolePath: /pods/ }\n",
    });
    deepStrictEqual(
      zone.secrets.map(({ account, recoveryWindowInDays, sealed }) => [
        account.name,
        recoveryWindowInDays,
        sealed,
      ]),
      [
        ["a", 7, false],
        ["b", 7, true],
      ],
    );
    strictEqual(zone.readers[0]?.role.path, "/pods/");
  });

  it("gives an existing secret no default that only a created one has", () => {
    const { secrets } = landingZoneOf({
      secrets:
        "\n  own: { account: a }\n  foreign: { account: b, key: pods, existing: true, arn: 'arn:aws:secretsmanager:us-east-1:222222222222:secret:old/api-a1B2c3' }",
      more: "defaults: { secrets: { tags: { team: x } } }\n",
    });
    deepStrictEqual(
      secrets.map(({ name, tags }) => [name, tags]),
      [
        ["own", { team: "x" }],
        ["old/api", {}],
      ],
    );
  });

  it("names a target role only where another account's secrets are read as one", () => {
    const mode = "    mode: targetRole\n";
    const foreign = onlyReader({ readers: reader("[foreign]", mode) });
    strictEqual(foreign.mode, "targetRole");
    strictEqual(foreign.targetRole?.account.id, "222222222222");
    const own = onlyReader({ readers: reader("[own]", mode) });
    strictEqual(own.mode, "resourcePolicy");
    strictEqual(own.targetRole, undefined);
  });

  it("reads another account's secret under the AWS managed key in mode targetRole", () => {
    const sections = {
      secrets: "\n  own: { account: a }\n  foreign: { account: b }",
      readers: reader("[{ secret: foreign, mode: targetRole }]"),
    };
    strictEqual(onlyReader(sections).mode, "targetRole");
  });

  it("reads both regions of a secret with a replica", () => {
    const { grants } = onlyReader({
      secrets:
        "\n  own: { account: a }\n  foreign: { account: b, key: pods, replicas: [{ region: us-west-2, key: pods }] }",
      readers: reader("[foreign]", "    failoverRegion: us-west-2\n"),
    });
    deepStrictEqual(grants[0]?.regions, ["us-east-1", "us-west-2"]);
  });

  it("makes one key for each account, region and alias", () => {
    const { keys } = landingZoneOf({
      secrets: `
  own: { account: a, key: pods }
  foreign: { account: b, key: pods, replicas: [{ region: us-west-2, key: pods }] }
  more: { account: b, key: pods }`,
      parameters: "\n  /flags: { account: a, key: pods }",
    });
    deepStrictEqual(
      keys.map(({ id, parameters, secrets }) => [
        id,
        secrets.map((one) => one.id),
        parameters.map((one) => one.id),
      ]),
      [
        ["a/us-east-1/pods", ["own"], ["/flags"]],
        ["b/us-east-1/pods", ["foreign", "more"], []],
        ["b/us-west-2/pods", ["foreign"], []],
      ],
    );
  });

  it("names files as the provider does: slashes become underscores", () => {
    const { grants } = onlyReader({ readers: reader("[{ parameter: /flags }, own]") });
    deepStrictEqual(
      grants.map(({ file }) => file),
      ["_flags", "own"],
    );
  });

  it("turns the driver's synchronisation on where a reader needs it", () => {
    const sync = "    syncToKubernetesSecrets: [{ name: s, data: { k: own } }]\n";
    const syncs = (text: string) =>
      onlyReader({ readers: text }).cluster.secretsStoreCsi.syncSecrets;
    deepStrictEqual([syncs(reader("[own]")), syncs(reader("[own]", sync))], [false, true]);
  });

  it("installs the driver with Helm where a reader needs synchronisation, but for a version of the add-on", () => {
    const sync = "    syncToKubernetesSecrets: [{ name: s, data: { k: own } }]\n";
    const install = (settings: string, more = sync) =>
      onlyReader({
        clusters: `\n  shop: { account: a, existing: true, secretsStoreCsi: { ${settings} } }`,
        readers: reader("[own]", more),
      }).cluster.secretsStoreCsi.install;
    deepStrictEqual(
      [install("", ""), install(""), install("version: 3.1.1"), install("syncSecrets: false")],
      ["addon", "helm", "helm", "addon"],
    );
    deepStrictEqual(install("version: v3.1.1-eksbuild.1"), "addon");
  });

  it("takes the same secret's name in two accounts under two names of the inventory", () => {
    const { secrets } = landingZoneOf({
      secrets: "\n  own: { account: a, name: db }\n  foreign: { account: b, name: db, key: pods }",
      readers: reader("[own, { secret: foreign, as: other }]"),
    });
    deepStrictEqual(
      secrets.map(({ name }) => name),
      ["db", "db"],
    );
  });

  it("knows who reads what, from both ends", () => {
    const { secrets, readers } = landingZoneOf();
    deepStrictEqual(
      secrets.flatMap(({ grants }) => grants),
      readers.flatMap(({ grants }) => grants),
    );
  });

  it("resolves the same inventory to the same landing zone", () => {
    const parse = () => landingZoneOf();
    deepStrictEqual(parse(), parse());
  });
});

const readers = (text: string) => inventoryText({ readers: text });
const secrets = (text: string) =>
  inventoryText({ secrets: `\n  own: { account: a }${text}`, readers: reader("[own]") });

const warnings: Told = {
  'secrets.db-admin1 should not end in a hyphen and six characters, got "db-admin1"; AWS tools may take the ending for an ARN\'s random suffix':
    secrets("\n  §db-admin1: { account: a }"),
  'defaults.secrets.region should be a region that AWS was known to have when this version was made, got "us-est-1"; did you mean "us-east-1"?':
    {
      secrets: "\n  own: { account: a, region: us-east-1 }",
      readers: reader("[own]"),
      more: "defaults: { secrets: { region: §us-est-1, tags: { region: home } } }\n",
    },
  'secrets.x.replicas[0].region should be a region that AWS was known to have when this version was made, got "us-west-7"; did you mean "us-west-1"?':
    secrets("\n  x: { account: a, replicas: [{ region: §us-west-7 }] }"),
  'clusters.far.region should be a region that AWS was known to have when this version was made, got "eu-central-11"; did you mean "eu-central-1"?':
    {
      secrets: "\n  own: { account: a, replicas: [{ region: us-west-2 }] }",
      parameters: "\n  /flags: { account: a }",
      readers:
        "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own], failoverRegion: us-west-2 }",
      clusters:
        "\n  shop: { account: a, existing: true }\n  far: { account: a, existing: true, region: §eu-central-11 }",
    },
  'readers.web.reads[1] will not be read: in mode targetRole the pod reads as a role of b, and parameter "/flags" is of a; give it a reader of its own':
    readers(reader("[foreign, §{ parameter: /flags }]", "    mode: targetRole\n")),
  'readers.web.reads[0] will not be mounted: a reader with failoverRegion needs every object in both regions, and parameter "/flags" is in us-east-1 only; give it a reader of its own':
    readers(reader("[§{ parameter: /flags }]", "    failoverRegion: us-west-2\n")),
  'defaults.readers.failoverRegion should be a region that AWS was known to have when this version was made, got "us-west-3"; did you mean "us-west-1"?':
    { more: "defaults: { readers: { failoverRegion: §us-west-3 } }\n", readers: " {}" },
  'readers.web.reads[0].filePermission will keep the container from the file, got "0400": the file belongs to root, and the container runs as another user; leave it out, or set securityContext.runAsUser of the deployment to 0, and runAsNonRoot to false':
    readers(
      reader(
        '[{ secret: own, filePermission: §"0400" }]',
        "    deployment: { image: i, mountPath: /m }\n",
      ),
    ),
  'readers.web.syncToKubernetesSecrets will not be synchronised: secretsStoreCsi.syncSecrets of cluster "shop" is false; leave it out':
    {
      clusters: "\n  shop: { account: a, existing: true, secretsStoreCsi: { syncSecrets: false } }",
      readers: reader("[own]", "    §syncToKubernetesSecrets: [{ name: s, data: { k: own } }]\n"),
    },
  "clusters.shop.secretsStoreCsi may copy no secrets into Kubernetes Secrets: EKS takes that setting of the add-on, and does not always hand it to the driver; write install: helm":
    {
      clusters:
        "\n  shop: { account: a, existing: true, §secretsStoreCsi: { install: addon, syncSecrets: true } }",
    },
  "secrets.x.rotation.roleArn should be given: a sealed secret is closed to a rotation role that it does not know":
    secrets(
      "\n  x: { account: a, sealed: true, §rotation: { lambdaArn: 'arn:aws:lambda:us-east-1:111111111111:function:r', automaticallyAfterDays: 30 } }",
    ),
  "secrets.x.rotation.roleArn should be given: without it nobody can prove that no other role reads the secret":
    secrets(
      "\n  x: { account: a, §rotation: { lambdaArn: 'arn:aws:lambda:us-east-1:111111111111:function:r', automaticallyAfterDays: 30 } }",
    ),
  "secrets.x.extraPolicyStatements[0].Principal names arn:aws:iam::333333333333:role/audit itself: when that is deleted, the secret can no longer be refreshed or updated; name its account, with the ARN under aws:PrincipalArn in a condition":
    secrets(
      "\n  x: { account: a, extraPolicyStatements: [{ Sid: Own, Effect: Allow, §Principal: { AWS: ['arn:aws:iam::333333333333:root', 'arn:aws:iam::333333333333:role/audit'] }, Action: 'secretsmanager:DescribeSecret', Resource: '*' }] }",
    ),
  "readers.web may have too long names for AWS STS: the session tags of its pods take about 101 % of the room (an estimate, as AWS documents no formula); a role that its program assumes with tags of its own may be refused with PackedPolicyTooLarge; shorten cluster, namespace or service account":
    {
      readers: `\n  §web: { cluster: shop, namespace: ${"n".repeat(60)}, serviceAccount: ${"s".repeat(30)}, reads: [own] }`,
    },
};

describe("parseInventory, warnings", () => {
  tellsEach("warns", warnings, warningsOf);
});
