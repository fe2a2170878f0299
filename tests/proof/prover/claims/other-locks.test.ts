import { deepStrictEqual } from "node:assert";
import type { ClaimId } from "../../../../proof/prover/claims/claim";
import { type AccessDocuments, evaluate, prove } from "../../pods";
import { allow, allowTo, trusts } from "../../statements";
import {
  decryptStatement,
  oneReader,
  ownerStatement,
  policy,
  readPolicy,
  root,
} from "../deployments/deployment";
import * as the from "../deployments/names";

const KEPT = /; what keeps this very request out so far: (.*)$/;

describe("prove, of one document where others are locks as well", () => {
  it("names what keeps the request out, which evaluate then denies", async () => {
    const direct = { ...decryptStatement(the.ROLE, the.SECRET), Condition: {} };
    const documents = oneReader({ keyPolicy: policy(ownerStatement, direct) });
    const { claims } = await prove(documents, { claims: ["key-bounded"] });
    const found = claims[0]?.counterexample;
    deepStrictEqual(
      [
        found?.summary.match(KEPT)?.[1],
        found && evaluate(documents, found.request).decision,
        claims[0]?.subject,
      ],
      [`identity policies of ${the.ROLE}`, "denied", the.KEY],
    );
  });

  it("says nothing of the kind where nothing keeps it out, or nothing is known of the caller", async () => {
    const open = policy(allowTo(root("111111111111"), the.READS));
    const trust = policy(trusts(root("111111111111"), "sts:AssumeRole"));
    const documents = oneReader({ secretPolicy: open, trust });
    const { claims } = await prove(documents, { claims: ["secret-bounded", "role-unforgeable"] });
    deepStrictEqual(
      claims.map(({ counterexample, result }) => [
        result,
        KEPT.test(counterexample?.summary ?? ""),
      ]),
      [
        ["refuted", false],
        ["refuted", false],
      ],
    );
  });

  it("says that the documents lack the other lock", async () => {
    const wide = policy(allow("kms:Decrypt", ELSEWHERE));
    const documents = oneReader({ policies: [readPolicy(the.SECRET), wide] });
    deepStrictEqual(await remarkOn(documents, "role-contained"), [
      "denied",
      `evaluate denies it, because the documents lack the policy of ${ELSEWHERE}, which may let it in`,
    ]);
  });

  it("says that evaluate gives the owner's other principals no rights, which a seal does not trust in", async () => {
    const documents = oneReader({ sealed: true });
    deepStrictEqual(await remarkOn(documents, "read-exclusive"), [
      "denied",
      "evaluate denies it, because it takes principals of the owner's account whose policies were not read to have no rights of their own",
    ]);
  });

  it("says that no request holds the session policy of an association", async () => {
    const association = {
      ...the.BILLING,
      roleArn: the.ROLE,
      disableSessionTags: true,
      policy: policy(allow("kms:Decrypt")),
    };
    const documents = oneReader({
      secretPolicy: policy(allowTo({ AWS: the.ROLE }, the.READS)),
      trust: policy(trusts({ Service: "pods.eks.amazonaws.com" }, "sts:AssumeRole")),
      more: { associations: [association] },
    });
    deepStrictEqual(await remarkOn(documents, "grant-available"), [
      "allowed",
      "evaluate allows it, because a request does not say the session policy of the pod's association",
    ]);
  });
});

const ELSEWHERE = "arn:aws:kms:us-east-1:444444444444:key/0d4c5a1e-6f1b-4c35-9a57-2b7f6f1f0a11";

/** What evaluate decides of a claim's counterexample, and what the claim says of that. */
async function remarkOn(documents: AccessDocuments, claim: ClaimId): Promise<string[]> {
  const { claims } = await prove(documents, { claims: [claim] });
  const found = claims.find(({ counterexample }) => counterexample)?.counterexample;
  if (!found) return [];
  return [evaluate(documents, found.request).decision, found.summary.split("; ").at(-1) ?? ""];
}
