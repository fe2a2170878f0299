import type { RoleDocuments } from "../../../../proof";
import {
  CLUSTER_ACCOUNT,
  ec2Trust,
  KEY,
  type KnownDeployment,
  OWNER,
  ownerStatement,
  policy,
  READS,
  SECRET,
} from "./deployment";

/** Nobody can be it, since it was deleted. */
const deletedTrust = policy({
  Effect: "Allow",
  Principal: { AWS: "AROAEXAMPLEDELETED123" },
  Action: "sts:AssumeRole",
});

/** ARN of bob's session of the role `adm`. */
export const bobOf = (account: string) => `arn:aws:sts::${account}:assumed-role/adm/bob`;

/** A role that reads where the owner's policies let it. */
const role = (account: string, name: string, trust: object): RoleDocuments => ({
  arn: `arn:aws:iam::${account}:role/${name}`,
  trust,
  policies: account === OWNER ? [] : [policy({ Effect: "Allow", Action: "*", Resource: "*" })],
});

/** A secret and its key that let in these principals, with other statements beside; nobody was declared. */
function opened(
  principal: unknown,
  roles: RoleDocuments[] = [],
  { condition = {}, more = [] as object[] } = {},
): KnownDeployment["documents"] {
  const allow = (Action: unknown) => ({
    ...{ Effect: "Allow", Principal: principal, Action, Resource: "*" },
    Condition: condition,
  });
  return {
    keys: [{ arn: KEY, policy: policy(ownerStatement, allow("kms:Decrypt")) }],
    secrets: [{ arn: SECRET, key: KEY, policy: policy(allow(READS), ...more) }],
    roles,
  };
}

const bob = { AWS: bobOf(CLUSTER_ACCOUNT) };
const open: Partial<KnownDeployment> = {
  refuted: [
    ["secret-bounded", SECRET],
    ["key-bounded", KEY],
    ["read-exclusive", SECRET],
  ],
};
const closed: Partial<KnownDeployment> = {
  refuted: [
    ["secret-bounded", SECRET],
    ["key-bounded", KEY],
  ],
};
/** As long as its account keeps the role that has the name. */
const taken: Partial<KnownDeployment> = { refuted: [["key-bounded", KEY]] };
const named = (pattern: string) => ({ condition: { ArnLike: { "aws:PrincipalArn": pattern } } });
const anyPath = named(`arn:aws:iam::${CLUSTER_ACCOUNT}:role/*/adm`);

/** The path of the one role holds what stands in the ARN of the other. */
const LIKE_ANOTHER = `:iam::${CLUSTER_ACCOUNT}:role/adm`;

/** Whether those whom a policy lets in can exist: names are unique in an account, and hold no slash. */
export const existingPrincipals: KnownDeployment[] = [
  { title: "a session of a role of which nothing is known", documents: opened(bob), ...open },
  {
    title: "a session of a role that may be assumed, whatever its path",
    documents: opened(bob, [role(CLUSTER_ACCOUNT, "ops/adm", ec2Trust)]),
    ...open,
  },
  {
    title: "a session of a role that nobody can assume, whatever its path",
    documents: opened(bob, [role(CLUSTER_ACCOUNT, "ops/adm", deletedTrust)]),
    ...closed,
  },
  {
    title:
      "a session of a role of that name in capitals, beside which there is none in small letters",
    documents: opened(bob, [role(CLUSTER_ACCOUNT, "ADM", ec2Trust)]),
    ...taken,
  },
  {
    title:
      "a session of a role of that name in another account than the one that nobody can assume",
    documents: opened(bob, [role(OWNER, "ops/adm", deletedTrust)]),
    ...open,
  },
  {
    title: "a denial of a session, which leaves a role alone that has its ARN as a path",
    documents: opened({ AWS: bobOf(OWNER) }, [role(OWNER, LIKE_ANOTHER, ec2Trust)], {
      more: [{ Effect: "Deny", Principal: bob, Action: READS, Resource: "*" }],
    }),
    refuted: [["read-exclusive", SECRET]],
  },
  {
    title: "a denial of the session that is let in",
    documents: opened({ AWS: bobOf(OWNER) }, [role(OWNER, "adm", ec2Trust)], {
      more: [{ Effect: "Deny", Principal: { AWS: bobOf(OWNER) }, Action: READS, Resource: "*" }],
    }),
  },
  {
    title: "roles of a name by wildcard, of which there is one already",
    documents: opened("*", [role(CLUSTER_ACCOUNT, "adm", ec2Trust)], anyPath),
    ...taken,
  },
  {
    title: "roles of a name by wildcard, of which there is none yet",
    documents: opened("*", [role(CLUSTER_ACCOUNT, "another", ec2Trust)], anyPath),
    ...open,
  },
  {
    title: "a role whose path would be empty",
    documents: opened("*", [], named(`arn:aws:iam::${CLUSTER_ACCOUNT}:role//adm`)),
  },
  {
    title: "a role whose path has an empty part",
    documents: opened("*", [], named(`arn:aws:iam::${CLUSTER_ACCOUNT}:role/x//adm`)),
    ...open,
  },
  {
    title: "a role whose path looks like that of service-linked ones, which control policies limit",
    documents: {
      ...opened({ AWS: `arn:aws:iam::${OWNER}:role/x:role/aws-service-role/adm` }, [
        role(OWNER, "x:role/aws-service-role/adm", ec2Trust),
      ]),
      organization: {
        serviceControlPolicies: [
          {
            account: OWNER,
            levels: [
              [policy({ Effect: "Allow", Action: "*", Resource: "*" })],
              [policy({ Effect: "Allow", Action: "s3:*", Resource: "*" })],
            ],
          },
        ],
      },
    },
  },
];
