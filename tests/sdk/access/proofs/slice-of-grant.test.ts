import assert, { deepStrictEqual } from "node:assert";
import { settle } from "../../../../proof/prover/claims/claim";
import { findGrantPath, grantAvailable } from "../../../../proof/prover/claims/grant-path";
import type { Deployment } from "../../../../proof/prover/documents/deployment";
import { grantQuestion } from "../../../../proof/prover/documents/questions";
import { sliceOfGrant } from "../../../../proof/prover/documents/slice";
import { type AccessDocuments, deploymentOf, type GrantDeclaration } from "../../../proof/pods";
import { denyTo } from "../../../proof/statements";
import { byHand, type Policy, parts, sharing } from "./by-hand";

const MILLISECONDS = 60_000;

/** For each grant, the answer of the whole documents and of its slice, and how many of the policies are in the slice. */
async function grantsOf(documents: AccessDocuments) {
  const deployment = deploymentOf(documents);
  const said = async (of: Deployment, { reader: identity, secret }: GrantDeclaration) => {
    const [reader = assert.fail()] = of.readers(identity);
    const way = findGrantPath(of, reader, secret);
    if ("refuted" in way) return { result: way.refuted.result };
    const { counterexample, result } = await settle(
      grantAvailable(grantQuestion(of, reader, way)),
      MILLISECONDS,
    );
    const { document, request, statement } = counterexample ?? {};
    return { result, document, request, statement };
  };
  const grants = [];
  for (const grant of documents.grants ?? []) {
    const [reader = assert.fail()] = deployment.readers(grant.reader);
    const slice = sliceOfGrant(deployment, reader, grant.secret);
    const statements = (slice.secrets ?? []).flatMap(
      ({ policy }) => (policy as Policy | null)?.Statement ?? [],
    );
    const all = await said(deployment, grant);
    grants.push({ grant, all, own: await said(deploymentOf(slice), grant), statements });
  }
  return grants;
}

describe("what a grant is judged by", function () {
  this.timeout(60_000);

  it("is what the policy says of its own reader", async () => {
    for (const { all, own, statements } of await grantsOf(sharing(""))) {
      deepStrictEqual([own.result, statements.length <= 1], ["proved", true]);
      deepStrictEqual(own, all);
    }
  });

  for (const [title, change] of Object.entries(byHand)) {
    it(`says of it what all documents say, where somebody ${title}`, async () => {
      const changed = parts(sharing(""));
      change(changed);
      for (const { all, grant, own } of await grantsOf(changed.copy)) {
        deepStrictEqual(own, all, JSON.stringify(grant));
      }
    });
  }

  it("tells the denial that stands in its way by its position in the document", async () => {
    const changed = parts(sharing(""));
    const { Statement } = changed.resource;
    Statement.push(
      denyTo("*", "secretsmanager:GetSecretValue", {
        ArnEquals: { "aws:PrincipalArn": changed.web.arn },
      }),
    );
    const refuted = (await grantsOf(changed.copy)).filter(({ own }) => own.result === "refuted");
    deepStrictEqual(
      refuted.map(({ all, own }) => [own.statement, all.statement]),
      [[Statement.length - 1, Statement.length - 1]],
    );
  });
});
