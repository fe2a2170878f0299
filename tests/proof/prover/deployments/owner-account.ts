import { variable } from "../../support";
import {
  BILLING,
  decryptStatement,
  ec2Trust,
  KEY,
  type KnownDeployment,
  OWN_READER,
  OWN_ROLE,
  OWNER,
  oneReader,
  ownerStatement,
  podTrust,
  policy,
  READS,
  REGION,
  ROLE,
  readPolicy,
  readStatement,
  SECRET,
} from "./deployment";

const OPS = `arn:aws:iam::${OWNER}:role/ops`;
const PARAMETER = `arn:aws:ssm:${REGION}:${OWNER}:parameter/billing/api-key`;

function seal(operator: string, arns: string[]): object {
  return {
    Effect: "Deny",
    Principal: "*",
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
    Condition: { [operator]: { "aws:PrincipalArn": arns } },
  };
}

function sealed(
  statement: object,
  administrators: string[] = [],
  drop: string[] = ["owner-principals-closed"],
): Omit<KnownDeployment, "title"> {
  return {
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING), statement),
      sealed: true,
      more: { administrators },
    }),
    drop,
  };
}

/** The reader of a cluster in the owner's own account; the secret has the AWS managed key and no policy. */
function sameAccount(
  more: object[] = [],
  policies = [readPolicy(SECRET, null)],
  secretPolicy?: object,
) {
  return oneReader({
    more: {
      keys: [],
      secrets: [{ arn: SECRET, key: null, policy: secretPolicy ?? null }],
      roles: [
        { arn: OWN_ROLE, trust: podTrust(OWN_READER), policies },
        ...(more as { arn: string }[]),
      ],
      associations: [{ ...OWN_READER, roleArn: OWN_ROLE }],
      grants: [{ reader: OWN_READER, secret: SECRET }],
    },
  });
}

function parameter(decryption: object[], key: string | null = null) {
  return oneReader({
    more: {
      keys: key === null ? [] : [{ arn: key, policy: policy(ownerStatement) }],
      secrets: [],
      parameters: [{ arn: PARAMETER, secure: true, key }],
      roles: [
        {
          arn: OWN_ROLE,
          trust: podTrust(OWN_READER),
          policies: [
            policy(
              { Effect: "Allow", Action: "ssm:GetParameters", Resource: PARAMETER },
              ...decryption,
            ),
          ],
        },
      ],
      associations: [{ ...OWN_READER, roleArn: OWN_ROLE }],
      grants: [{ reader: OWN_READER, secret: PARAMETER }],
    },
  });
}

const decryptParameter = {
  Effect: "Allow",
  Action: "kms:Decrypt",
  Resource: KEY,
  Condition: {
    StringEquals: {
      "kms:ViaService": `ssm.${REGION}.amazonaws.com`,
      "kms:EncryptionContext:PARAMETER_ARN": PARAMETER,
    },
  },
};
const notExclusive: KnownDeployment["refuted"] = [["read-exclusive", SECRET]];

const ROTATION = `arn:aws:iam::${OWNER}:role/rotate`;
const rotates = policy({ Effect: "Allow", Action: "*", Resource: "*" });
const madeBy = (Principal: object) =>
  policy({ Effect: "Allow", Principal, Action: "sts:AssumeRole" });

/** A secret that a role of the owner's rotates, with what is known of the role. */
function rotated(secret: object, roles: object[] = []) {
  const documents = oneReader(secret);
  return {
    ...documents,
    roles: [...(documents.roles ?? []), ...(roles as { arn: string }[])],
    secrets: (documents.secrets ?? []).map((one) => ({ ...one, rotation: { role: ROTATION } })),
  };
}

/** What the owner's own principals may do. */
export const ownerAccount: KnownDeployment[] = [
  {
    title: "a secret for the owner's principals to read by their own rights",
    documents: oneReader(),
    drop: ["owner-principals-closed"],
    refuted: notExclusive,
  },
  {
    title: "an administrator, beside whom others may read as well",
    documents: oneReader({ more: { administrators: [OPS] } }),
    drop: ["owner-principals-closed"],
    refuted: notExclusive,
  },
  {
    title: "a sealed secret, though the owner's principals are not closed",
    ...sealed(seal("ArnNotEquals", [ROLE])),
  },
  {
    title: "a sealed secret with an administrator",
    ...sealed(seal("ArnNotEquals", [ROLE, OPS]), [OPS]),
  },
  {
    title: "a seal that lets in an administrator who is not named",
    ...sealed(seal("ArnNotEquals", [ROLE, OPS])),
    refuted: notExclusive,
  },
  {
    title: "a seal with a wildcard",
    ...sealed(seal("ArnNotLike", [ROLE, `${OPS}-*`]), [`${OPS}-1`]),
    refuted: notExclusive,
  },
  {
    title: "a seal that passes over principals without an ARN, of whom the owner has none",
    ...sealed(seal("ArnNotEqualsIfExists", [ROLE])),
  },
  {
    title: "a seal that forgets the reader",
    ...sealed(seal("ArnNotEquals", [OPS]), [OPS]),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "a secret that is meant to be sealed, and is not",
    documents: oneReader({ sealed: true }),
    refuted: notExclusive,
  },
  {
    title: "a role of the owner's named in the secret's policy, whose key is left to the account",
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING), {
        Effect: "Allow",
        Principal: { AWS: OPS },
        Action: READS,
        Resource: "*",
      }),
    }),
    refuted: notExclusive,
  },
  {
    title: "a role of the owner's named in the policies of secret and key",
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING), {
        Effect: "Allow",
        Principal: { AWS: OPS },
        Action: READS,
        Resource: "*",
      }),
      keyPolicy: policy(
        ownerStatement,
        decryptStatement(ROLE, SECRET),
        decryptStatement(OPS, SECRET),
      ),
    }),
    refuted: notExclusive,
  },
  {
    title: "the owner's account named in the secret's policy, which leaves it to its principals",
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING), {
        Effect: "Allow",
        Principal: { AWS: OWNER },
        Action: "secretsmanager:*",
        Resource: "*",
      }),
    }),
  },
  {
    title: "a role of the owner's among the documents that reads as well",
    documents: oneReader({
      more: {
        roles: [
          { arn: ROLE, trust: podTrust(BILLING), policies: [readPolicy(SECRET)] },
          {
            arn: OPS,
            trust: ec2Trust,
            policies: [policy({ Effect: "Allow", Action: "*", Resource: "*" })],
          },
        ],
      },
    }),
    refuted: notExclusive,
  },
  { title: "a rotated secret", documents: rotated({}) },
  {
    title: "a sealed secret that is rotated",
    documents: rotated({
      secretPolicy: policy(readStatement(ROLE, BILLING), seal("ArnNotEquals", [ROLE, ROTATION])),
      sealed: true,
    }),
    drop: ["owner-principals-closed"],
  },
  {
    title: "a rotation role that its function alone becomes",
    documents: rotated({}, [
      { arn: ROTATION, trust: madeBy({ Service: "lambda.amazonaws.com" }), policies: [rotates] },
    ]),
  },
  {
    title: "the rotation role of a managed external secret",
    documents: rotated({}, [
      {
        arn: ROTATION,
        trust: madeBy({ Service: "secretsmanager.amazonaws.com" }),
        policies: [rotates],
      },
    ]),
  },
  {
    title: "a rotation role that another service becomes",
    documents: rotated({}, [{ arn: ROTATION, trust: ec2Trust, policies: [rotates] }]),
    refuted: notExclusive,
  },
  {
    title: "a rotation role that another role of the account may become",
    documents: rotated({}, [
      { arn: ROTATION, trust: madeBy({ AWS: OPS }), policies: [rotates] },
      { arn: OPS, trust: ec2Trust, policies: [rotates] },
    ]),
    refuted: notExclusive,
  },
  { title: "a reader of the owner's own account", documents: sameAccount() },
  {
    title: "a reader of the owner's own account, and everyone else's tag",
    documents: sameAccount(
      [],
      [
        policy({
          Effect: "Allow",
          Action: READS,
          Resource: "*",
          Condition: {
            StringEquals: {
              "aws:ResourceTag/team": variable("aws:PrincipalTag/kubernetes-namespace"),
            },
          },
        }),
      ],
    ),
    refuted: [
      ["role-contained", OWN_ROLE],
      ["grant-available", SECRET],
    ],
  },
  {
    title: "everyone of the owner's account by the secret's policy",
    documents: sameAccount(
      [],
      undefined,
      policy({
        Effect: "Allow",
        Principal: "*",
        Action: READS,
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalAccount": OWNER } },
      }),
    ),
    refuted: notExclusive,
  },
  {
    title: "another role of the owner's account that reads every secret",
    documents: sameAccount([
      { arn: OPS, trust: ec2Trust, policies: [readPolicy("arn:aws:secretsmanager:*", null)] },
    ]),
    refuted: notExclusive,
  },
  {
    title: "a parameter with the key of AWS",
    documents: parameter([]),
  },
  {
    title: "a parameter's role that may decrypt whatever it likes",
    documents: parameter([{ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" }]),
    refuted: [["role-contained", OWN_ROLE]],
  },
  {
    title: "a parameter with a key of its own, whose role may decrypt it",
    documents: parameter([decryptParameter], KEY),
  },
  {
    title: "a parameter with a key of its own, whose role may not decrypt it",
    documents: parameter([], KEY),
    refuted: [["grant-available", PARAMETER]],
  },
  {
    title: "a control policy that denies the decryption of a secret with the key of AWS",
    documents: {
      ...sameAccount(),
      organization: {
        id: "o-exampleorg",
        serviceControlPolicies: [
          {
            account: OWNER,
            levels: [
              [
                policy(
                  { Effect: "Allow", Action: "*", Resource: "*" },
                  { Effect: "Deny", Action: "kms:*", Resource: "*" },
                ),
              ],
            ],
          },
        ],
      },
    },
    refuted: [["grant-available", SECRET]],
  },
];
