import { deepStrictEqual, match, strictEqual } from "node:assert";
import { join } from "node:path";
import { arnsIn } from "../../../cli/documents/arns-in";
import { declaredDocuments } from "../../../cli/documents/declared-documents";
import { readSource } from "../../../cli/documents/source";
import { documentsOf } from "../../../cli/documents/stack-documents";
import { inventoryDifferences } from "../../../cli/proof/inventory-differences";
import {
  landingZoneDocuments,
  plannedArns,
} from "../../../sdk/access/landing-zone/landing-zone-documents";
import { landingZoneOf, reader } from "../../sdk/grant/support";
import { filesIn } from "../support";

const THEIRS = "theirs";
const BOUNDARY = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*" }] };

describe("the documents that an inventory surely leads to", () => {
  it("leave out readers of others in its own cluster, and the content of a boundary that it names", () => {
    const zone = landingZoneOf({
      readers: `
  web:
    cluster: shop
    namespace: web
    serviceAccount: web
    permissionsBoundary: arn:aws:iam::111111111111:policy/bounds
    reads: [own]
  theirs:
    external: true
    clusterArn: arn:aws:eks:us-east-1:111111111111:cluster/shop
    namespace: web
    serviceAccount: ${THEIRS}
    roleArn: arn:aws:iam::111111111111:role/theirs
    reads: [own]`,
    });
    const planned = landingZoneDocuments(zone);
    const { associations = [], roles = [], secrets = [] } = planned;
    const found = {
      ...planned,
      associations: associations?.filter(({ serviceAccount }) => serviceAccount !== THEIRS),
      roles: roles
        ?.filter(({ assumed }) => !assumed)
        .map((role) => ({ ...role, permissionsBoundary: BOUNDARY })),
    };
    strictEqual(associations?.length, 2);
    const declared = declaredDocuments(zone, secrets ?? [], plannedArns, plannedArns.keyArn, {});
    deepStrictEqual(inventoryDifferences(declared, found), []);
  });
});

const [ID, KEY] = ["key-1", "arn:aws:kms:us-east-1:111111111111:key/key-1"];

function resource(type: string, outputs: Record<string, unknown>) {
  return { urn: `urn:pulumi:a.secrets::p::${type}::name`, type, inputs: {}, outputs };
}

describe("documentsOf", () => {
  it("takes the OIDC provider that a stack made of a created cluster for that of its readers' tokens", () => {
    const zone = landingZoneOf({
      clusters: "\n  shop: { account: a, create: {} }",
      readers: reader("[own]", "    identity: both\n"),
    });
    const arn = "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/DRAWN";
    const type = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
    const made = {
      ...resource(type, { arn }),
      urn: `urn:pulumi:a.cluster::p::${type}::shop-tokens`,
    };
    const providersIn = (resources: (typeof made)[]) =>
      documentsOf(zone, resources, {}).documents.associations?.map(
        ({ webIdentity }) => webIdentity?.provider,
      );
    deepStrictEqual(providersIn([made]), [arn]);
    const [standIn = ""] = providersIn([]) ?? [];
    match(standIn, /oidc-provider\/oidc\.eks\.us-east-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/);
  });

  it("finds the key that only a parameter uses by its alias", () => {
    const zone = landingZoneOf({ parameters: "\n  /flags: { account: a, key: flags }" });
    const arn = "arn:aws:kms:us-east-1:111111111111:alias/flags";
    const { documents } = documentsOf(
      zone,
      [
        resource("aws:kms/key:Key", { arn: KEY, keyId: ID }),
        resource("aws:kms/alias:Alias", { arn, targetKeyId: ID }),
      ],
      {},
    );
    deepStrictEqual(
      [documents.parameters?.map(({ key }) => key), documents.keys?.map((one) => one.arn)],
      [[KEY], [KEY]],
    );
  });

  it("does not know a policy that a refresh found and that nothing in the state writes", () => {
    const arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-abcdef";
    const policy = '{"Version":"2012-10-17","Statement":[]}';
    const secret = resource("aws:secretsmanager/secret:Secret", {
      ...{ arn, policy, replicas: [{ region: "eu-west-1" }] },
    });
    const written = resource("aws:secretsmanager/secretPolicy:SecretPolicy", {
      ...{ secretArn: arn, policy },
    });
    const open = (...resources: object[]) =>
      documentsOf(landingZoneOf({}), resources as (typeof secret)[], {}).gaps?.map(
        (one) => one.open,
      );
    deepStrictEqual(open(secret), [
      { kind: "secret", arn, part: "policy" },
      { kind: "secret", arn: arn.replace("us-east-1", "eu-west-1"), part: "policy" },
    ]);
    const inProgram = { ...secret, inputs: { policy } };
    const without = { ...secret, outputs: { arn, policy: "" } };
    deepStrictEqual([open(secret, written), open(inProgram), open(without)], [[], [], []]);
  });

  it("says where an owner lets a reader in both ways, which the claims do not tell apart", () => {
    const zone = landingZoneOf({});
    const notes = (outputs: object) =>
      documentsOf(zone, [resource("pulumi:pulumi:Stack", { ...outputs })], {}).notes;
    deepStrictEqual(notes({ formerWays: { orders: "b.workloads" } }), [
      "a.secrets lets orders in by the former way, too, until b.workloads is deployed; the next up closes it then",
    ]);
    deepStrictEqual([notes({ formerWays: {} }), notes({})], [[], []]);
  });
});

/** The notes about an inventory with one reader and one secret that also have these properties. */
async function notesOf({ reader = {}, secret = {} }): Promise<string[]> {
  const inventory = {
    accounts: { a: { id: "111111111111", region: "eu-west-1" } },
    clusters: { shop: { account: "a", existing: true } },
    secrets: { own: { account: "a", ...secret } },
    readers: {
      app: { cluster: "shop", namespace: "shop", serviceAccount: "app", reads: ["own"], ...reader },
    },
  };
  const directory = filesIn({ "zone.yaml": JSON.stringify(inventory) });
  const file = join(directory, "zone.yaml");
  const { notes } = await readSource({ kind: "inventory", file });
  return notes.filter((note) => !note.startsWith("what AWS draws at creation"));
}

describe("the documents of an inventory", () => {
  const BOUNDARY = "arn:aws:iam::111111111111:policy/boundary";

  it("come with a note of the permissions boundaries that are left out", async () => {
    const [note] = await notesOf({ reader: { permissionsBoundary: BOUNDARY } });
    match(note ?? "", /^permissions .* left out \(arn:aws:iam::111111111111:policy\/boundary\), /);
  });

  it("come with a note of a secret that was renamed, and may still stand by its old name", async () => {
    const [note] = await notesOf({ secret: { renamedFrom: "legacy" } });
    match(note ?? "", /^secret legacy of a may still stand, whose place own takes: /);
  });

  it("come without a note where nothing is left out", async () => {
    deepStrictEqual(await notesOf({}), []);
  });
});

const secretsUnder = (first: string, second: string) =>
  landingZoneOf({
    secrets: `
  own: { account: a }
  foreign: { account: b, key: ${first} }
  other: { account: b, key: ${second} }`,
  });

describe("arnsIn", () => {
  const KEY = "arn:aws:kms:us-east-1:222222222222:key/drawn";

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
