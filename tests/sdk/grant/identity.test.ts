import { deepStrictEqual, strictEqual } from "node:assert";
import {
  type Inventory,
  inventoryText,
  landingZoneOf,
  reader,
  rejectsEach,
  type Sections,
  warningsOf,
} from "./support";

const PROVIDER =
  "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
const FORMER = "arn:aws:iam::111111111111:role/by-hand";

const clusters = (keys: string) => `\n  shop: { account: a, ${keys} }`;
const adopted = clusters(`existing: true, oidcProvider: "${PROVIDER}"`);

const identity = (more: string, reads = "[own, foreign]"): Sections => ({
  clusters: adopted,
  readers: reader(reads, `    identity: §irsa\n${more}`),
});
const former = (value: string, sections: Sections = {}): Inventory => ({
  clusters: adopted,
  readers: reader("[own, foreign]", `    formerRole: ${value}\n`),
  ...sections,
});
const STYLED = "\n  own: { account: a, style: attributes }\n  foreign: { account: b, key: pods }";

describe("parseInventory, how pods get their role", () => {
  it("takes Pod Identity where a reader says nothing", () => {
    strictEqual(landingZoneOf().readers[0]?.identity, "podIdentity");
  });

  it("takes identity from defaults, and the OIDC provider of the cluster", () => {
    const [web] = landingZoneOf({
      clusters: adopted,
      more: "defaults: { readers: { identity: both } }",
    }).readers;
    deepStrictEqual([web?.identity, web?.cluster.oidcProvider], ["both", PROVIDER]);
  });

  it("needs no OIDC provider of a cluster that is created", () => {
    const [web] = landingZoneOf({
      clusters: clusters("create: {}"),
      readers: reader("[own]", "    identity: irsa\n"),
    }).readers;
    deepStrictEqual([web?.identity, web?.cluster.oidcProvider], ["irsa", undefined]);
  });

  it("says who must annotate a service account that is not created", () => {
    const text = inventoryText({
      clusters: adopted,
      readers: reader(
        "[own]",
        "    roleName: web\n    createServiceAccount: false\n    identity: irsa\n",
      ),
    });
    deepStrictEqual(warningsOf(text), [
      `19:15 readers.web.identity creates no service account "web": whoever makes it must annotate it with eks.amazonaws.com/role-arn=arn:aws:iam::111111111111:role/web, or pods get no role by their tokens`,
    ]);
  });

  rejectsEach({
    'readers.web.identity must be podIdentity, got "irsa": cluster shop exists and the inventory does not say which OIDC provider IAM has for it; set clusters.shop.oidcProvider to its ARN':
      { ...identity(""), clusters: clusters("existing: true") },
    'readers.web.identity must be podIdentity, got "irsa" in mode targetRole: a target role is a part of a Pod Identity association; write mode: resourcePolicy':
      identity("    mode: targetRole\n", "[foreign]"),
    'readers.web.identity must be podIdentity, got "irsa" with secret "own" of style attributes: sessions of IAM roles for service accounts have no tags that could agree with the secret\'s; write style: exact':
      { ...identity(""), secrets: STYLED },
    'readers.web.targetRoleName must be left out with identity irsa, got "t": a target role is a part of a Pod Identity association':
      {
        clusters: adopted,
        readers: reader("[own]", "    identity: irsa\n    targetRoleName: §t\n"),
      },
    'readers.web.identity must be one of podIdentity, irsa, both, got "oidc"': {
      readers: reader("[own]", "    identity: §oidc\n"),
    },
    [`clusters.shop.oidcProvider must be of account 111111111111 (a), got "${PROVIDER.replace("111111111111", "222222222222").slice(0, 80)}…"`]:
      {
        clusters: clusters(
          `existing: true, oidcProvider: §"${PROVIDER.replace("111111111111", "222222222222")}"`,
        ),
      },
    [`clusters.shop.oidcProvider must be of partition aws, as account 111111111111 (a) is, got "${PROVIDER.replace("aws", "aws-cn").slice(0, 80)}…"`]:
      {
        clusters: clusters(`existing: true, oidcProvider: §"${PROVIDER.replace("aws", "aws-cn")}"`),
      },
    'clusters.shop.oidcProvider must be the full ARN of an IAM OIDC provider, without wildcards, got "https://oidc.eks.us-east-1.amazonaws.com/id/E"':
      {
        clusters: clusters(
          "existing: true, oidcProvider: §https://oidc.eks.us-east-1.amazonaws.com/id/E",
        ),
      },
    [`clusters.shop.oidcProvider must be left out of a cluster that is created, got "${PROVIDER.slice(0, 80)}…": its stack makes the provider where a reader needs it`]:
      { clusters: clusters(`create: {}, oidcProvider: §"${PROVIDER}"`) },
  });
});

describe("parseInventory, a role that the pods had before", () => {
  it("takes it for a reader that others deploy, with the reads of its own reader", () => {
    const zone = landingZoneOf(former(FORMER) as Sections);
    const [web] = zone.readers;
    const [old, ...others] = zone.externalReaders;
    deepStrictEqual(others, []);
    deepStrictEqual(
      [old?.id, old?.formerOf, old?.external, old?.role.arn, old?.identity, old?.serviceAccount],
      ["web (former role)", "web", true, FORMER, "podIdentity", web?.serviceAccount],
    );
    deepStrictEqual(
      old?.grants.map(({ target }) => target.id),
      ["own", "foreign"],
    );
    const foreign = zone.secrets.find(({ id }) => id === "foreign");
    deepStrictEqual(
      foreign?.grants.map((grant) => grant.reader.id),
      ["web", "web (former role)"],
    );
  });

  it("lets it in as itself where its reader reads as a target role", () => {
    const zone = landingZoneOf({
      readers: reader("[foreign]", `    mode: targetRole\n    formerRole: "${FORMER}"\n`),
    });
    const [old] = zone.externalReaders;
    deepStrictEqual([old?.mode, old?.targetRole], ["resourcePolicy", undefined]);
  });

  it("knows one whose sessions have no tags", () => {
    const zone = landingZoneOf(former(`{ role: "${FORMER}", identity: irsa }`) as Sections);
    strictEqual(zone.externalReaders[0]?.identity, "irsa");
  });

  rejectsEach({
    'readers.web.formerRole must be of account 111111111111 (a), got "arn:aws:iam::222222222222:role/by-hand"':
      former('§"arn:aws:iam::222222222222:role/by-hand"'),
    'readers.web.formerRole must be a role of its own, got "arn:aws:iam::111111111111:role/web", which web has too':
      former('§"arn:aws:iam::111111111111:role/web"\n    roleName: web'),
    'readers.web.formerRole must be a role of its own, got "arn:aws:iam::111111111111:role/by-hand", which other has too':
      former(
        `§"${FORMER}"\n  other: { cluster: shop, namespace: web, serviceAccount: other, roleName: by-hand, reads: [own] }`,
      ),
    "readers.web.formerRole must be the ARN of a role, or a mapping with role, got a list": {
      readers: reader("[own]", "    §formerRole: [a]\n"),
    },
    'readers.web.formerRole.identity must be podIdentity, got "irsa": cluster shop exists and the inventory does not say which OIDC provider IAM has for it; set clusters.shop.oidcProvider to its ARN':
      former(`{ role: "${FORMER}", identity: §irsa }`, { clusters: clusters("existing: true") }),
    'readers.web.formerRole.identity must be podIdentity, got "irsa" with secret "own" of style attributes: sessions of IAM roles for service accounts have no tags that could agree with the secret\'s; write style: exact':
      former(`{ role: "${FORMER}", identity: §irsa }`, { secrets: STYLED }),
    "defaults.readers.formerRole is not a known key; known: cluster, createServiceAccount, deployment, disableSessionTags, failoverRegion, identity, mode, namespace, permissionsBoundary, policy, reads, region, roleName, rolePath, secretProviderClass, serviceAccount, syncToKubernetesSecrets, targetRoleName":
      { more: `defaults: { readers: { §formerRole: "${FORMER}" } }` },
  });
});
