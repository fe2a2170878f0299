import {
  AUDITOR,
  BILLING,
  CLUSTER_ACCOUNT,
  decryptStatement,
  ec2Trust,
  KEY,
  type KnownDeployment,
  OWNER,
  oneReader,
  ownerStatement,
  PARTNER,
  policy,
  READS,
  ROLE,
  readStatement,
  root,
  SECRET,
  STRANGER,
} from "./deployment";

const everything = policy({ Effect: "Allow", Action: "*", Resource: "*" });
const accounts = [CLUSTER_ACCOUNT, OWNER].map((account) => root(account).AWS);

/** The secret's policy, which denies everyone but these. */
function allBut(NotPrincipal: string[], ...more: object[]): object {
  return policy(readStatement(ROLE, BILLING), ...more, {
    Effect: "Deny",
    NotPrincipal: { AWS: NotPrincipal },
    Action: "secretsmanager:*",
    Resource: "*",
  });
}

/** A role of the owner's account that may do everything, and that the Deny excepts. */
function withAuditor(boundary: object | null) {
  const documents = oneReader({ secretPolicy: allBut([ROLE, AUDITOR, ...accounts]) });
  const auditor = {
    arn: AUDITOR,
    trust: ec2Trust,
    policies: [everything],
    permissionsBoundary: boundary,
  };
  return { ...documents, roles: [...(documents.roles ?? []), auditor] };
}

/** Whom a Deny with `NotPrincipal` excepts: nobody who has a permissions boundary (IAM User Guide, access_policies_boundaries). */
export const excepted: KnownDeployment[] = [
  {
    title: "a Deny of all principals but the role, its session and its account",
    documents: oneReader({ secretPolicy: allBut([ROLE, ...accounts]) }),
  },
  {
    title: "a Deny of all principals but the role, which denies the role for its account's sake",
    documents: oneReader({ secretPolicy: allBut([ROLE]) }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "a Deny of all principals but the role, which has a boundary",
    documents: oneReader({ secretPolicy: allBut([ROLE, ...accounts]), boundary: everything }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "a Deny of all principals but a role that reads, which has no boundary",
    documents: withAuditor(null),
    refuted: [["read-exclusive", SECRET]],
  },
  {
    title: "a Deny of all principals but a role that would read, which has a boundary",
    documents: withAuditor(everything),
  },
  {
    title: "a Deny of all principals but a role of which nobody knows whether it has a boundary",
    documents: oneReader({
      secretPolicy: allBut([ROLE, STRANGER, root(PARTNER).AWS, ...accounts], {
        Effect: "Allow",
        Principal: { AWS: STRANGER },
        Action: READS,
        Resource: "*",
      }),
      keyPolicy: policy(ownerStatement, decryptStatement([ROLE, STRANGER], SECRET)),
    }),
    refuted: [
      ["secret-bounded", SECRET],
      ["key-bounded", KEY],
      ["read-exclusive", SECRET],
    ],
  },
];
