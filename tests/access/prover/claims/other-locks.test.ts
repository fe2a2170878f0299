import { deepStrictEqual } from "node:assert";

import { evaluate, prove } from "../../../../sdk/access";
import {
  decryptStatement,
  KEY,
  oneReader,
  ownerStatement,
  policy,
  READS,
  ROLE,
  root,
  SECRET,
} from "../deployments/deployment";

const KEPT = /; what keeps this very request out so far: (.*)$/;

describe("prove, of one document where others are locks as well", () => {
  it("names what keeps the request out, which evaluate then denies", async () => {
    const direct = { ...decryptStatement(ROLE, SECRET), Condition: {} };
    const documents = oneReader({ keyPolicy: policy(ownerStatement, direct) });
    const { claims } = await prove(documents, { claims: ["key-bounded"] });
    const found = claims[0]?.counterexample;
    deepStrictEqual(
      [
        found?.summary.match(KEPT)?.[1],
        found && evaluate(documents, found.request).decision,
        claims[0]?.subject,
      ],
      [`identity policies of ${ROLE}`, "denied", KEY],
    );
  });

  it("says nothing of the kind where nothing keeps it out, or nothing is known of the caller", async () => {
    const open = policy({
      Effect: "Allow",
      Principal: root("111111111111"),
      Action: READS,
      Resource: "*",
    });
    const trust = policy({
      Effect: "Allow",
      Principal: root("111111111111"),
      Action: "sts:AssumeRole",
    });
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
});
