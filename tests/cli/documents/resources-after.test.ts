import { deepStrictEqual } from "node:assert";
import { resourcesAfter, type Step } from "../../../cli/documents/stacks/stack-resources";
import { resourceDocuments } from "../../../sdk/access/resources/resource-documents";
import { column } from "../../facts";

const SECRET = "arn:aws:secretsmanager:us-east-1:222222222222:secret:s-AbCdEf";
const ROLE = "arn:aws:iam::222222222222:role/r";
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });

function state(type: string, inputs: object, outputs: object = {}) {
  const urn = `urn:pulumi:b.secrets::p::${type}::name`;
  return { urn, type, inputs: { ...inputs }, outputs: { ...inputs, ...outputs } };
}

const secret = state("aws:secretsmanager/secret:Secret", { name: "s" }, { arn: SECRET, policy });
const role = state(
  "aws:iam/role:Role",
  { name: "r", assumeRolePolicy: policy },
  { arn: ROLE, inlinePolicies: [{ name: "read-granted", policy }] },
);
const secretPolicy = state("aws:secretsmanager/secretPolicy:SecretPolicy", {
  secretArn: SECRET,
  policy,
});
const rolePolicy = state("aws:iam/rolePolicy:RolePolicy", {
  role: "r",
  name: "read-granted",
  policy,
});
const same = (one: object) => ({ op: "same", newState: one, oldState: one }) as Step;
const gone = (one: object) => ({ op: "delete", oldState: one }) as Step;

describe("what a preview leaves of policies", () => {
  it("has none where its resource is deleted, though its owner's state still tells it", () => {
    const steps = [same(secret), same(role), gone(secretPolicy), gone(rolePolicy)];
    const { roles, secrets } = resourceDocuments(resourcesAfter(steps));
    deepStrictEqual(column(secrets, "policy"), [null]);
    deepStrictEqual(column(roles, "policies"), [[]]);
  });

  it("has each once where the owner's state tells it, too", () => {
    const steps = [secret, role, secretPolicy, rolePolicy].map(same);
    const { roles, secrets } = resourceDocuments(resourcesAfter(steps));
    deepStrictEqual(column(secrets, "policy"), [JSON.parse(policy)]);
    deepStrictEqual(column(roles, "policies"), [[JSON.parse(policy)]]);
  });

  it("has what was added by hand, which the owner's state alone tells", () => {
    const { roles, secrets } = resourceDocuments(resourcesAfter([secret, role].map(same)));
    deepStrictEqual(
      [secrets[0]?.policy, roles[0]?.policies],
      [JSON.parse(policy), [{ Version: "2012-10-17", Statement: [] }]],
    );
  });

  it("has nothing of a secret that is deleted with its policy", () => {
    const { adopted, secrets } = resourceDocuments(
      resourcesAfter([gone(secret), gone(secretPolicy)]),
    );
    deepStrictEqual([adopted.size, secrets], [0, []]);
  });
});
