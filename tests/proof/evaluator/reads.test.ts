import { deepStrictEqual } from "node:assert";
import { ASSUME_ROLE_ACTIONS, FETCHING_ACTIONS, fetchesOf } from "../../../proof/evaluator/reads";
import * as prover from "../../../proof/prover/documents/read-target";
import { allow, document } from "../cross-account-documents";
import { deploymentOf, mayRead } from "../pods";

const ACCOUNT = "111111111111";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/reader`;
const SECRET = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:orders/db-AbCdEf`;
const PARAMETERS = ["flags", "shop/orders/flags"].map(
  (name) => `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/${name}`,
);

const inLowerCase = (actions: string[]) => actions.map((action) => action.toLowerCase()).sort();

describe("what a read is", () => {
  for (const arn of [SECRET, ...PARAMETERS]) {
    it(`is the same to the evaluator and to the prover: ${arn}`, () => {
      const deployment = deploymentOf({
        secrets: [{ arn: SECRET }],
        parameters: PARAMETERS.map((one) => ({ arn: one })),
      });
      const target = prover.readTarget(deployment, arn);
      deepStrictEqual(
        fetchesOf(arn).map((one) => ({ ...one, action: one.action.toLowerCase() })),
        target && prover.fetchesOf(target),
      );
    });
  }

  it("has the same actions to the evaluator and to the prover", () => {
    deepStrictEqual(inLowerCase(FETCHING_ACTIONS), [...prover.FETCHING_ACTIONS].sort());
    const { alone, federated, tagged } = prover.ASSUME_ROLE_ACTIONS;
    deepStrictEqual(inLowerCase(ASSUME_ROLE_ACTIONS), [alone, ...federated, tagged].sort());
  });

  for (const arn of [SECRET, ...PARAMETERS]) {
    for (const { action, resource } of fetchesOf(arn)) {
      it(`is ${action} on ${resource}`, () => {
        const rights = document(allow({ Action: action, Resource: resource }));
        const documents = {
          secrets: [{ arn: SECRET }],
          parameters: PARAMETERS.map((one) => ({ arn: one, secure: true })),
          roles: [{ arn: ROLE, policies: [rights] }],
        };
        const session = { kind: "session", roleArn: ROLE } as const;
        deepStrictEqual(mayRead(documents, session, arn).decision, "allowed");
      });
    }
  }
});
