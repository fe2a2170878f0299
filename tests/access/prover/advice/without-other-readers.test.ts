import { deepStrictEqual, ok, strictEqual } from "node:assert";

import type { AccessDocuments } from "../../../../sdk/access";
import {
  type JudgedDocument,
  judgedDocuments,
} from "../../../../sdk/access/prover/advice/judged-documents";
import { describeParts, findSpareParts } from "../../../../sdk/access/prover/advice/spare-parts";
import { deploymentOf } from "../../../../sdk/access/prover/documents/deployment";
import { sliceOfReadsAs } from "../../../../sdk/access/prover/documents/slice";
import { conditions } from "../deployments/conditions";
import { excepted } from "../deployments/excepted";
import { exported } from "../deployments/exported";
import { openAndShut } from "../deployments/open-and-shut";
import { otherForms } from "../deployments/other-forms";
import { otherHands } from "../deployments/other-hands";
import { ownerAccount } from "../deployments/owner-account";
import { rolePrincipals } from "../deployments/role-principals";
import { sessions } from "../deployments/sessions";
import { byHand, parts, sharing } from "../shared-secrets";

const MILLISECONDS = 60_000;

/** The keys of the documents, granted to every role. */
function grantedToAll(documents: AccessDocuments): AccessDocuments {
  const grants = (documents.roles ?? []).map(({ arn }) => ({
    grantee: arn,
    operations: ["Decrypt"],
  }));
  return { ...documents, keys: (documents.keys ?? []).map((key) => ({ ...key, grants })) };
}

const inventories: [title: string, documents: AccessDocuments, isNarrower: boolean][] = [
  ["name their readers", sharing(""), true],
  ["have replicas", sharing(", replicas: [{ region: eu-central-1, key: copies }]"), true],
  ["are under keys that are granted to them", grantedToAll(sharing("")), false],
  ["are sealed", sharing(", sealed: true"), false],
  ["are read as target roles", sharing("", ", mode: targetRole"), true],
];

/** Documents of roles, with what they are judged by and all that might matter. */
function judgedIn(documents: AccessDocuments) {
  const deployment = deploymentOf(documents);
  return judgedDocuments(deployment)
    .filter(({ policyKind }) => policyKind === "trust" || policyKind === "identity")
    .map((judged) => ({
      judged,
      slice: judged.slice(deployment),
      whole: sliceOfReadsAs(deployment, judged.owner),
    }));
}

async function spareOf(judged: JudgedDocument, documents: AccessDocuments): Promise<string[]> {
  const found = await findSpareParts(deploymentOf(documents), judged, MILLISECONDS);
  if ("unknown" in found) throw new Error(found.unknown);
  return describeParts(judged.document, found.spare).map(
    ({ part, statement }) => `${statement}: ${part}`,
  );
}

/** That the advice says of the roles' documents what it says with all readers there; whether any reader was left out for this role. */
async function saysTheSame(documents: AccessDocuments, role?: string): Promise<boolean> {
  let isNarrower = false;
  for (const { judged, slice, whole } of judgedIn(documents)) {
    if (slice.roles?.length === whole.roles?.length) continue;
    isNarrower ||= role === undefined || role === judged.owner;
    deepStrictEqual(await spareOf(judged, slice), await spareOf(judged, whole), judged.title);
  }
  return isNarrower;
}

describe("what a role's own documents are judged by", function () {
  this.timeout(180_000);

  for (const [title, documents, isNarrower] of inventories) {
    it(`${isNarrower ? "leaves out" : "keeps"} the other readers where secrets ${title}`, async () => {
      strictEqual(await saysTheSame(documents), isNarrower);
    });
  }

  for (const [title, isNarrower, change] of byHand) {
    it(`${isNarrower ? "leaves them out" : "keeps them"} where somebody ${title}`, async () => {
      const changed = parts(sharing(""));
      change(changed);
      strictEqual(await saysTheSame(changed.copy, changed.web.arn), isNarrower);
    });
  }

  it("leaves out some in deployments that others wrote", async () => {
    const tables = [
      ...[conditions, excepted, exported, openAndShut, otherForms],
      ...[otherHands, ownerAccount, rolePrincipals, sessions],
    ];
    let narrower = 0;
    for (const { documents } of tables.flat()) if (await saysTheSame(documents)) narrower++;
    ok(narrower > 0);
  });
});
