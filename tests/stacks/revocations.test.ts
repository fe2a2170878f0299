import { deepStrictEqual, throws } from "node:assert";
import type { ResolvedSecret } from "../../sdk/grant";
import { REVOKED, REVOKED_SESSIONS, revokedReaderStatement } from "../../sdk/policy/revocation";
import { revocationsOf } from "../../stacks/revocations";
import { inventoryText, reader } from "../sdk/grant/support";
import { landingZone } from "./run-stack";

const { readers, secrets } = landingZone(inventoryText());
const foreign = secrets.find(({ id }) => id === "foreign");
const role = readers[0]?.role.arn ?? "";

/** The statements that are kept if the policy in the owner's stack has these. */
function kept(...Statement: object[]) {
  return foreign ? statements(foreign, foreign.id, ...Statement) : [];
}

/** The statements that a secret keeps, if the stack has this policy for the secret `held`. */
function statements(secret: ResolvedSecret, held: string, ...Statement: object[]) {
  const type = "aws:secretsmanager/secretPolicy:SecretPolicy";
  const urn = `urn:pulumi:b.secrets::p::PodSecret$${type}::${held}-policy`;
  const policy = JSON.stringify({ Version: "2012-10-17", Statement });
  return revocationsOf({ [urn]: { type, outputs: { policy } } }, []).statements(secret);
}

describe("revocations", () => {
  it("keeps the statement that revokes a reader of the secret", () => {
    const deny = revokedReaderStatement(role);
    deepStrictEqual(kept({ Sid: "Reader", Effect: "Allow" }, deny), [deny]);
  });

  it("keeps none of a reader that the inventory has no more", () => {
    deepStrictEqual(kept(revokedReaderStatement(`${role}-of-another`)), []);
  });

  it("denies a revoked reader what takes the place of a secret, too", () => {
    const renamed = landingZone(
      inventoryText({
        secrets: "\n  new: { account: b, key: pods, renamedFrom: foreign }",
        readers: reader("[new]"),
      }),
    ).secrets[0];
    const deny = revokedReaderStatement(role);
    deepStrictEqual(renamed && statements(renamed, "foreign", deny), [deny]);
  });

  it("keeps no statement of others, though it denies the same role", () => {
    const own = { ...revokedReaderStatement(role), Sid: "Ours" };
    deepStrictEqual(kept(own, { ...revokedReaderStatement(role), Effect: "Allow" }), []);
  });

  it("keeps nothing where the stack has no policy of the secret", () => {
    deepStrictEqual(foreign && revocationsOf({}, []).statements(foreign), []);
  });

  describe("of a role", () => {
    const [reader] = readers;
    const urn = (type: string, name: string) =>
      `urn:pulumi:a.workloads::p::PodReader$${type}::${name}`;

    /** The names of policies that the role keeps, if the stack has it with this ARN and these policies. */
    function names(arn: string, ...policyNames: string[]) {
      const [only, roleType] = [
        "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
        "aws:iam/role:Role",
      ];
      if (!reader) return undefined;
      const resources = {
        [urn(only, "web-only-policy")]: { type: only, outputs: { policyNames } },
        [urn(roleType, "web-role")]: { type: roleType, outputs: { arn } },
      };
      return revocationsOf(resources, [{ reader, role: reader.role }]).policyNames(reader);
    }

    it("keeps the policies that revoke it, and none that somebody else put into it", () => {
      deepStrictEqual(names(role, "read-granted", REVOKED, "by-hand"), [REVOKED]);
    });

    it("rejects another role in its place, and another path, until the revocation is lifted", () => {
      const other = role.replace(":role/", ":role/pods/");
      throws(() => names(other, REVOKED, REVOKED_SESSIONS), {
        message: /^reader web is revoked, and its role must stay arn:.*role\/pods\//,
      });
      deepStrictEqual(names(other, REVOKED_SESSIONS), []);
    });
  });
});
