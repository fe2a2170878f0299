import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { namedBy } from "../../../../proof/prover/documents/roles-that-may-read";
import { landingZoneDocuments } from "../../../../sdk/access/landing-zone/landing-zone-documents";
import { deploymentOf, difference, prove, whoCanRead } from "../../../proof/pods";
import { landingZoneOf, reader } from "../../grant/support";
import { inventoryDocuments } from "../inventory-documents";

const ARN = "arn:aws:secretsmanager:us-east-1:444444444444:secret:pay/db-a1B2c3";
const KEY = "arn:aws:kms:us-east-1:444444444444:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const FAR = `external: true, clusterArn: "arn:aws:eks:us-east-1:333333333333:cluster/far", namespace: far, serviceAccount: far`;

/** A reader of one secret in its own inventory, and of one that others own. */
const readersSide = landingZoneDocuments(
  landingZoneOf({
    secrets: `\n  own: { account: a }\n  far: { external: true, arn: "${ARN}", key: "${KEY}" }`,
    readers: reader("[own, far]"),
  }),
);

/** An owner of secrets. A reader in another account, which others deploy, reads one of them. */
const ownersSide = landingZoneDocuments(
  landingZoneOf({
    secrets: "\n  foreign: { account: b, key: pods }",
    parameters: " {}",
    readers: `\n  far: { ${FAR}, reads: [foreign] }`,
  }),
);

/** Each claim with its result, and the assumptions about others that it needs. */
async function settled(documents: typeof ownersSide, drop: string[] = []) {
  const { claims } = await prove(documents, { drop });
  return claims.map(({ assumptionsUsed, claim, result, subject }) => {
    const owed = assumptionsUsed.filter((name) => /external|admits/.test(name));
    return [claim, subject.split(/[:/]/).at(-1), result, ...owed].join(" ");
  });
}

describe("the prover, of documents that others deploy", () => {
  it("claims nothing of an owner's secret and key but that the grant works, under the assumption", async () => {
    const found = await settled(readersSide);
    const ofFar = found.filter((one) => /db-a1B2c3|1234567890ab/.test(one));
    deepStrictEqual(ofFar, ["grant-available db-a1B2c3 proved owner-admits-reader"]);
    // Claims about its own secret assume nothing about the owner.
    const others = found.filter((one) => !ofFar.includes(one));
    ok(others.length >= 5);
    deepStrictEqual(
      others.filter((one) => !/ proved$/.test(one)),
      [],
    );
  });

  it("does not know whether the grant works where the assumption about its owner is dropped", async () => {
    const found = await settled(readersSide, ["owner-admits-reader"]);
    deepStrictEqual(
      found.filter((one) => !/ proved$/.test(one)),
      ["grant-available db-a1B2c3 unknown"],
    );
  });

  it("proves an owner's side by itself, and what needs the reader's role under the assumption", async () => {
    const found = await settled(ownersSide);
    deepStrictEqual(
      found.map((one) => one.replace(/ \S+/, "")),
      [
        "secret-bounded proved",
        "key-bounded proved",
        "grant-available proved external-reader-trust",
        "read-exclusive proved external-reader-trust",
      ],
    );
  });

  it("does not know who becomes the reader where the assumption about its role is dropped", async () => {
    const found = await settled(ownersSide, ["external-reader-trust"]);
    deepStrictEqual(
      found.map((one) => one.replace(/ \S+/, "")),
      [
        "secret-bounded proved",
        "key-bounded proved",
        "grant-available unknown",
        "read-exclusive unknown",
      ],
    );
  });

  it("refutes what the reader's own documents keep from it, whatever its owner does", async () => {
    const roles = (readersSide.roles ?? []).map((role) => ({ ...role, policies: [] }));
    const { claims } = await prove({ ...readersSide, roles }, { claims: ["grant-available"] });
    deepStrictEqual(
      claims.map(({ result }) => result),
      ["refuted", "refuted"],
    );
  });

  it("says that nothing changes about another's secret under the assumption alone", async () => {
    const names = (claims: Awaited<ReturnType<typeof difference>>) =>
      claims
        .filter(({ subject }) => subject === ARN)
        .map(({ assumptionsUsed, result }) => [
          result,
          assumptionsUsed.includes("owner-admits-reader"),
        ]);
    deepStrictEqual(names(await difference(readersSide, readersSide)), [["proved", true]]);
    const dropped = { drop: ["owner-admits-reader"] };
    deepStrictEqual(names(await difference(readersSide, readersSide, dropped)), [
      ["unknown", false],
    ]);
  });
});

const INVENTORY = `
accounts:
  a: { id: "111111111111", region: eu-central-1 }
  b: { id: "222222222222", region: eu-west-1 }
clusters:
  c: { account: a, existing: true }
secrets:
  s: { account: b, key: k, replicas: [{ region: eu-central-1, key: k }] }
readers:
  r:
    cluster: c
    namespace: default
    serviceAccount: sa
    region: eu-central-1
    reads: [{ secret: s, as: s }]
`;

describe("prove, of a secret with a replica", () => {
  it("bounds both copies by the one policy that they share, whichever a reader reads", async () => {
    const { claims } = await prove(inventoryDocuments(INVENTORY), { claims: ["secret-bounded"] });
    deepStrictEqual(
      claims.map(({ subject, result }) => [subject.split(":")[3], result]),
      [
        ["eu-west-1", "proved"],
        ["eu-central-1", "proved"],
      ],
    );
  });
});

/** A path with every character that IAM allows and that could be misread within an ARN or its JSON. */
const PATH = "/a!b:c\"d\\e'f~{g}%/";

const ROLE = `arn:aws:iam::111111111111:role${PATH}web`;

const documents = inventoryDocuments(`
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
clusters:
  shop: { account: a, existing: true }
secrets:
  db: { account: b, key: pods }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, roleName: web, rolePath: '${PATH.replaceAll("'", "''")}', reads: [db] }
`);

describe("a role under a path of signs", function () {
  this.timeout(60_000);

  it("reads what it is granted, and nobody else does", async () => {
    const { claims } = await prove(documents);
    const broken = claims.filter(({ result }) => result === "refuted" || result === "unknown");
    strictEqual(JSON.stringify(broken), "[]");
  });

  it("is named by the policy that lets it in", () => {
    const named = namedBy(deploymentOf(documents), documents.secrets?.[0]?.policy);
    deepStrictEqual(
      named.map(({ arn }) => arn),
      [ROLE],
    );
  });

  it("is found among those that can read", async () => {
    const { found } = await whoCanRead(documents, documents.secrets?.[0]?.arn ?? "");
    const roles = found.map(({ principal }) => principal.kind === "session" && principal.roleArn);
    deepStrictEqual(roles, [ROLE]);
  });
});
