import type { RoleDocuments } from "../../../../proof";
import { allowTo, denyTo, trusts } from "../../statements";
import * as the from "./deployment";
import { ec2Trust, type KnownDeployment, known, named, ownerStatement, policy } from "./deployment";

/** The trusted principal was deleted, so nobody can assume the role. */
const deletedTrust = policy(trusts({ AWS: "AROAEXAMPLEDELETED123" }, "sts:AssumeRole"));

/** ARN of bob's session of the role `adm`. */
const bobOf = (account: string) => `arn:aws:sts::${account}:assumed-role/adm/bob`;

/** A role that reads if the owner's policies admit it. */
const role = (account: string, name: string, trust: object): RoleDocuments => ({
  arn: `arn:aws:iam::${account}:role/${name}`,
  trust,
  policies: account === the.OWNER ? [] : [policy({ Effect: "Allow", Action: "*", Resource: "*" })],
});

/** A secret and a key that admit these principals, with further statements. No reader was declared. */
function opened(
  principal: unknown,
  roles: RoleDocuments[] = [],
  { condition = {}, more = [] as object[] } = {},
): KnownDeployment["documents"] {
  const allow = (Action: string | string[]) => ({
    ...allowTo(principal, Action),
    Condition: condition,
  });
  return {
    keys: [{ arn: the.KEY, policy: policy(ownerStatement, allow("kms:Decrypt")) }],
    secrets: [{ arn: the.SECRET, key: the.KEY, policy: policy(allow(the.READS), ...more) }],
    roles,
  };
}

const bob = { AWS: bobOf(the.CLUSTER_ACCOUNT) };
const arnLike = (pattern: string) => ({ condition: { ArnLike: { "aws:PrincipalArn": pattern } } });
const anyPath = arnLike(`arn:aws:iam::${the.CLUSTER_ACCOUNT}:role/*/adm`);

/** The path of one role contains the name in the other role's ARN. */
const LIKE_ANOTHER = `:iam::${the.CLUSTER_ACCOUNT}:role/adm`;

/** Whether the principals in a policy can exist. Names are unique within an account, and contain no slash. */
export const existingPrincipals = named({
  "a session of a role of which nothing is known": known(
    "secret-bounded key-bounded read-exclusive",
    opened(bob),
  ),
  "a session of a role that may be assumed, whatever its path": known(
    "secret-bounded key-bounded read-exclusive",
    opened(bob, [role(the.CLUSTER_ACCOUNT, "ops/adm", ec2Trust)]),
  ),
  "a session of a role that nobody can assume, whatever its path": known(
    "secret-bounded key-bounded",
    opened(bob, [role(the.CLUSTER_ACCOUNT, "ops/adm", deletedTrust)]),
  ),
  "a session of a role of that name in capitals, beside which there is none in small letters":
    known("key-bounded", opened(bob, [role(the.CLUSTER_ACCOUNT, "ADM", ec2Trust)])),
  "a session of a role of that name in another account than the one that nobody can assume": known(
    "secret-bounded key-bounded read-exclusive",
    opened(bob, [role(the.OWNER, "ops/adm", deletedTrust)]),
  ),
  "a denial of a session, which leaves a role alone that has its ARN as a path": known(
    "read-exclusive",
    opened({ AWS: bobOf(the.OWNER) }, [role(the.OWNER, LIKE_ANOTHER, ec2Trust)], {
      more: [denyTo(bob, the.READS)],
    }),
  ),
  "a denial of the session that is let in": known(
    opened({ AWS: bobOf(the.OWNER) }, [role(the.OWNER, "adm", ec2Trust)], {
      more: [denyTo({ AWS: bobOf(the.OWNER) }, the.READS)],
    }),
  ),
  "roles of a name by wildcard, of which there is one already": known(
    "key-bounded",
    opened("*", [role(the.CLUSTER_ACCOUNT, "adm", ec2Trust)], anyPath),
  ),
  "roles of a name by wildcard, of which there is none yet": known(
    "secret-bounded key-bounded read-exclusive",
    opened("*", [role(the.CLUSTER_ACCOUNT, "another", ec2Trust)], anyPath),
  ),
  "a role whose path would be empty": known(
    opened("*", [], arnLike(`arn:aws:iam::${the.CLUSTER_ACCOUNT}:role//adm`)),
  ),
  "a role whose path has an empty part": known(
    "secret-bounded key-bounded read-exclusive",
    opened("*", [], arnLike(`arn:aws:iam::${the.CLUSTER_ACCOUNT}:role/x//adm`)),
  ),
  "a role whose path looks like that of service-linked ones, which control policies limit": known({
    ...opened({ AWS: `arn:aws:iam::${the.OWNER}:role/x:role/aws-service-role/adm` }, [
      role(the.OWNER, "x:role/aws-service-role/adm", ec2Trust),
    ]),
    organization: {
      serviceControlPolicies: [
        {
          account: the.OWNER,
          levels: [
            [policy({ Effect: "Allow", Action: "*", Resource: "*" })],
            [policy({ Effect: "Allow", Action: "s3:*", Resource: "*" })],
          ],
        },
      ],
    },
  }),
});
