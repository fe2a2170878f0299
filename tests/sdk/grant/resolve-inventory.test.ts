import { deepStrictEqual, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parseInventory, type ResolvedReader } from "../../../sdk/grant";
import { landingZoneOf, reader } from "./support";

function onlyReader(...sections: Parameters<typeof landingZoneOf>): ResolvedReader {
  const [first] = landingZoneOf(...sections).readers;
  if (!first) throw new Error("no reader");
  return first;
}

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
