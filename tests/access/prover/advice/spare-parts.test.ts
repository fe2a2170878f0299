import assert from "node:assert";

import type { AccessDocuments, RawPolicy } from "../../../../sdk/access";
import {
  type JudgedDocument,
  judgedDocuments,
} from "../../../../sdk/access/prover/advice/judged-documents";
import { type Removal, removals } from "../../../../sdk/access/prover/advice/removals";
import { describeParts, findSpareParts } from "../../../../sdk/access/prover/advice/spare-parts";
import { type Question, settle } from "../../../../sdk/access/prover/claims/claim";
import { grantAvailable } from "../../../../sdk/access/prover/claims/grant-available";
import { findGrantPath } from "../../../../sdk/access/prover/claims/grant-path";
import { keyBounded } from "../../../../sdk/access/prover/claims/key-bounded";
import { readExclusive } from "../../../../sdk/access/prover/claims/read-exclusive";
import { type Deployment, deploymentOf } from "../../../../sdk/access/prover/documents/deployment";
import { fingerprint } from "../../../../sdk/access/prover/documents/fingerprint";
import { readTarget } from "../../../../sdk/access/prover/documents/read-target";
import { sliceOfKey } from "../../../../sdk/access/prover/documents/slice";
import { inventoryDocuments } from "../inventory-documents";
import { withoutPart } from "./without-part";

const MILLISECONDS = 60_000;

interface KeyPolicy {
  Version: string;
  Statement: {
    Sid?: string;
    Effect: string;
    Condition?: Record<string, Record<string, unknown>>;
  }[];
}

/** Secrets under one key, each with a reader of another account. */
function oneKey(order: string[] = ["one", "two", "three"]): AccessDocuments {
  return inventoryDocuments(`
accounts:
  data: { id: "222222222222", region: eu-west-1 }
  platform: { id: "111111111111", region: eu-west-1 }
clusters:
  shop: { account: platform, existing: true }
secrets:${order.map((name) => `\n  ${name}: { account: data, key: shared }`).join("")}
readers:${order.map((name) => `\n  ${name}: { cluster: shop, namespace: shop, serviceAccount: ${name}, reads: [${name}] }`).join("")}
`);
}

function changed(change: (policy: KeyPolicy) => KeyPolicy["Statement"]): AccessDocuments {
  const documents = oneKey();
  const [key] = documents.keys ?? [];
  const policy = structuredClone(key?.policy) as KeyPolicy;
  const keys = key ? [{ ...key, policy: { ...policy, Statement: change(policy) } }] : [];
  return { ...documents, keys };
}

/** A role of the owner's account whose own policy lets it read everything, and which the key alone keeps out. */
function withClosedRole(): AccessDocuments {
  const arn = "arn:aws:iam::222222222222:role/reads-everything";
  const { roles = [], ...documents } = changed(({ Statement }) => [
    {
      Sid: "Closed",
      Effect: "Deny",
      Principal: "*",
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": arn } },
    },
    ...Statement,
  ]);
  const trust = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  };
  const everything = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue", "kms:Decrypt"],
        Resource: "*",
      },
    ],
  };
  return { ...documents, roles: [...(roles ?? []), { arn, trust, policies: [everything] }] };
}

function keyOf(documents: AccessDocuments): { slice: Deployment; judged: JudgedDocument } {
  const slice = deploymentOf(sliceOfKey(deploymentOf(documents), documents.keys?.[0]?.arn ?? ""));
  const judged = judgedDocuments(slice).find(({ kind }) => kind === "key policy");
  if (!judged) throw new Error("there is no key policy");
  return { slice, judged };
}

async function spareOf(documents: AccessDocuments): Promise<string[]> {
  const { judged, slice } = keyOf(documents);
  const found = await findSpareParts(slice, judged, MILLISECONDS);
  if ("unknown" in found) throw new Error(found.unknown);
  return describeParts(judged.document, found.spare).map(
    ({ part, statement }) => `${statement}: ${part}`,
  );
}

/** What the advice should name, by settling every claim of a document that really lacks each part. */
async function spareByTrial(documents: AccessDocuments): Promise<string[]> {
  const { judged, slice } = keyOf(documents);
  const document = judged.document as KeyPolicy;
  const spare: string[] = [];
  for (const removal of removals(document)) {
    const isNeeded = removal.statement === ownersStatement(document) || (await breaks(removal));
    if (!isNeeded) spare.push(`${removal.statement}: ${removal.part}`);
  }
  return spare;

  async function breaks(removal: Removal): Promise<boolean> {
    const without = withoutPart(document, removal) as KeyPolicy;
    if (await breaksOne(readClaims(slice), document, without)) return true;
    // A denial takes from all that is allowed; what one statement allows stands by itself.
    if (isDenial(document.Statement[removal.statement])) {
      return breaksOne(keyClaims(slice), document, without);
    }
    if (removal.place === "statement") return false;
    const { statement } = removal;
    return breaksOne(keyClaims(slice), alone(document, statement), alone(without, statement));
  }

  async function breaksOne(claims: Claim[], before: KeyPolicy, after: KeyPolicy): Promise<boolean> {
    const [whole, lacking] = [before, after].map((policy) =>
      deploymentOf(judged.replace(slice.documents, policy)),
    ) as [Deployment, Deployment];
    for (const claim of claims) {
      if ((await isProved(claim, whole)) && !(await isProved(claim, lacking))) return true;
    }
    return false;
  }
}

/** A statement with all that deny. */
function alone(policy: KeyPolicy, position: number): KeyPolicy {
  const Statement = policy.Statement.filter((one, at) => at === position || isDenial(one));
  return { ...policy, Statement };
}

function isDenial(statement: KeyPolicy["Statement"][number] | undefined): boolean {
  return statement?.Effect === "Deny";
}

type Claim = (deployment: Deployment) => Question | undefined;

function keyClaims({ keys }: Deployment): Claim[] {
  return keys.map(
    ({ arn }) =>
      (of) =>
        keyBounded(of, of.key(arn) ?? assert.fail(arn)),
  );
}

function readClaims({ grants, secrets }: Deployment): Claim[] {
  return [
    ...secrets.map(
      ({ arn }): Claim =>
        (of) => {
          return readExclusive(of, readTarget(of, arn) ?? assert.fail(arn));
        },
    ),
    ...grants.map(
      ({ reader, secret }): Claim =>
        (of) => {
          const way = findGrantPath(of, of.reader(reader), secret);
          if ("refuted" in way) return undefined;
          return grantAvailable(of, of.reader(reader), way.association, way.target);
        },
    ),
  ];
}

async function isProved(claim: Claim, deployment: Deployment): Promise<boolean> {
  const asked = claim(deployment);
  return asked !== undefined && (await settle(asked, MILLISECONDS)).result === "proved";
}

function ownersStatement(document: RawPolicy): number {
  return (document as KeyPolicy).Statement.findIndex(({ Condition }) => Condition === undefined);
}

describe("findSpareParts, of a key that several secrets share", () => {
  const cases: Record<string, AccessDocuments> = {
    "as it is written": oneKey(),
    "with a reader's statement twice": changed(({ Statement: [first, ...rest] }) =>
      first ? [first, ...rest, { ...structuredClone(rest[0] ?? first), Sid: "Again" }] : rest,
    ),
    "with a statement that names another reader's secret too": changed(({ Statement }) =>
      Statement.map((one, index) => {
        const equals = one.Condition?.StringEquals;
        const key = "kms:EncryptionContext:SecretARN";
        const other = Statement[index + 1]?.Condition?.StringEquals?.[key];
        if (!equals || !other || index > 1) return one;
        const StringEquals = { ...equals, [key]: [equals[key], other].flat() };
        return { ...one, Condition: { ...one.Condition, StringEquals } };
      }),
    ),
    "with a role that it alone keeps out of every secret": withClosedRole(),
    "with a denial of one secret": changed(({ Statement }) => [
      ...Statement,
      {
        Sid: "Closed",
        Effect: "Deny",
        Principal: "*",
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringEquals: {
            "kms:EncryptionContext:SecretARN":
              "arn:aws:secretsmanager:eu-west-1:222222222222:secret:none-abcdef",
          },
          ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/administrator" },
        },
      },
    ]),
  };

  for (const [title, documents] of Object.entries(cases)) {
    it(`names the parts that none of its claims needs, ${title}`, async () => {
      assert.deepStrictEqual(await spareOf(documents), await spareByTrial(documents));
    }).timeout(120_000);
  }

  it("names the caller's account beside the role's ARN, of every reader", async () => {
    const parts = (await spareOf(oneKey())).map((one) => one.replace(/^\d+: /, ""));
    assert.deepStrictEqual(parts, Array(3).fill("condition StringEquals kms:CallerAccount"));
  });

  it("judges keys together that differ in the order of the inventory alone", () => {
    const whole = oneKey();
    const shapeOf = (documents: AccessDocuments) => {
      const { judged, slice } = keyOf(documents);
      return fingerprint(slice.documents, [judged.owner], whole);
    };
    const shape = shapeOf(whole);
    assert.ok(shape);
    assert.strictEqual(shape, shapeOf(oneKey(["three", "one", "two"])));
  });
});
