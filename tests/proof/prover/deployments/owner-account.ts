import { allow, allowTo, deny, denyTo, trusts } from "../../statements";
import { variable } from "../../support";
import * as the from "./deployment";
import {
  decryptStatement,
  ec2Trust,
  known,
  knownOf,
  named,
  one,
  oneReader,
  ownerStatement,
  podTrust,
  policy,
  readPolicy,
  readStatement,
  without,
} from "./deployment";

const OPS = `arn:aws:iam::${the.OWNER}:role/ops`;
const PARAMETER = `arn:aws:ssm:${the.REGION}:${the.OWNER}:parameter/billing/api-key`;

function seal(operator: string, arns: string[]): object {
  return denyTo("*", "secretsmanager:GetSecretValue", { [operator]: { "aws:PrincipalArn": arns } });
}

function sealed(statement: object, administrators: string[] = [], refuted?: string) {
  const documents = oneReader({ secretAlso: [statement], sealed: true, more: { administrators } });
  return without("owner-principals-closed", refuted ? known(refuted, documents) : known(documents));
}

/** A reader of a cluster in the owner's own account. The secret has the AWS managed key and no policy. */
const inOneAccount = (
  more: object[] = [],
  policies = [readPolicy(the.SECRET, null)],
  secretPolicy?: object,
) =>
  oneReader({
    more: {
      keys: [],
      secrets: [{ arn: the.SECRET, key: null, policy: secretPolicy ?? null }],
      roles: [
        { arn: the.OWN_ROLE, trust: podTrust(the.OWN_READER), policies },
        ...(more as { arn: string }[]),
      ],
      associations: [{ ...the.OWN_READER, roleArn: the.OWN_ROLE }],
      grants: [{ reader: the.OWN_READER, secret: the.SECRET }],
    },
  });

const sameAccount = knownOf(inOneAccount);

function parameter(decryption: object[], key: string | null = null) {
  return oneReader({
    more: {
      keys: key === null ? [] : [{ arn: key, policy: policy(ownerStatement) }],
      secrets: [],
      parameters: [{ arn: PARAMETER, secure: true, key }],
      roles: [
        {
          arn: the.OWN_ROLE,
          trust: podTrust(the.OWN_READER),
          policies: [policy(allow("ssm:GetParameters", PARAMETER), ...decryption)],
        },
      ],
      associations: [{ ...the.OWN_READER, roleArn: the.OWN_ROLE }],
      grants: [{ reader: the.OWN_READER, secret: PARAMETER }],
    },
  });
}

const decryptParameter = allow("kms:Decrypt", the.KEY, {
  StringEquals: {
    "kms:ViaService": `ssm.${the.REGION}.amazonaws.com`,
    "kms:EncryptionContext:PARAMETER_ARN": PARAMETER,
  },
});

const ROTATION = `arn:aws:iam::${the.OWNER}:role/rotate`;
const rotates = policy(allow("*"));
const madeBy = (Principal: object) => policy(trusts(Principal, "sts:AssumeRole"));

/** A secret that a role of the owner's account rotates. `roles` has what is known about that role. */
function rotated(secret: object, roles: object[] = []) {
  const documents = oneReader(secret);
  return {
    ...documents,
    roles: [...(documents.roles ?? []), ...(roles as { arn: string }[])],
    secrets: (documents.secrets ?? []).map((one) => ({ ...one, rotation: { role: ROTATION } })),
  };
}

/** What the owner's own principals may do. */
export const ownerAccount = named({
  "a secret for the owner's principals to read by their own rights": without(
    "owner-principals-closed",
    one("read-exclusive"),
  ),
  "an administrator, beside whom others may read as well": without(
    "owner-principals-closed",
    one("read-exclusive", { more: { administrators: [OPS] } }),
  ),
  "a sealed secret, though the owner's principals are not closed": sealed(
    seal("ArnNotEquals", [the.ROLE]),
  ),
  "a sealed secret with an administrator": sealed(seal("ArnNotEquals", [the.ROLE, OPS]), [OPS]),
  "a seal that lets in an administrator who is not named": sealed(
    seal("ArnNotEquals", [the.ROLE, OPS]),
    [],
    "read-exclusive",
  ),
  "a seal with a wildcard": sealed(
    seal("ArnNotLike", [the.ROLE, `${OPS}-*`]),
    [`${OPS}-1`],
    "read-exclusive",
  ),
  "a seal that passes over principals without an ARN, of whom the owner has none": sealed(
    seal("ArnNotEqualsIfExists", [the.ROLE]),
  ),
  "a seal that forgets the reader": sealed(seal("ArnNotEquals", [OPS]), [OPS], "grant-available"),
  "a secret that is meant to be sealed, and is not": one("read-exclusive", { sealed: true }),
  "a role of the owner's named in the secret's policy, whose key is left to the account": one(
    "read-exclusive",
    { secretAlso: [allowTo({ AWS: OPS }, the.READS)] },
  ),
  "a role of the owner's named in the policies of secret and key": one("read-exclusive", {
    secretAlso: [allowTo({ AWS: OPS }, the.READS)],
    keyAlso: [decryptStatement(OPS, the.SECRET)],
  }),
  "the owner's account named in the secret's policy, which leaves it to its principals": one({
    secretAlso: [allowTo({ AWS: the.OWNER }, "secretsmanager:*")],
  }),
  "a role of the owner's among the documents that reads as well": one("read-exclusive", {
    more: {
      roles: [
        { arn: the.ROLE, trust: podTrust(the.BILLING), policies: [readPolicy(the.SECRET)] },
        { arn: OPS, trust: ec2Trust, policies: [policy(allow("*"))] },
      ],
    },
  }),
  "a rotated secret": known(rotated({})),
  "a sealed secret that is rotated": without(
    "owner-principals-closed",
    known(
      rotated({
        secretPolicy: policy(
          readStatement(the.ROLE, the.BILLING),
          seal("ArnNotEquals", [the.ROLE, ROTATION]),
        ),
        sealed: true,
      }),
    ),
  ),
  "a rotation role that its function alone becomes": known(
    rotated({}, [
      { arn: ROTATION, trust: madeBy({ Service: "lambda.amazonaws.com" }), policies: [rotates] },
    ]),
  ),
  "the rotation role of a managed external secret": known(
    rotated({}, [
      {
        arn: ROTATION,
        trust: madeBy({ Service: "secretsmanager.amazonaws.com" }),
        policies: [rotates],
      },
    ]),
  ),
  "a rotation role that another service becomes": known(
    "read-exclusive",
    rotated({}, [{ arn: ROTATION, trust: ec2Trust, policies: [rotates] }]),
  ),
  "a rotation role that another role of the account may become": known(
    "read-exclusive",
    rotated({}, [
      { arn: ROTATION, trust: madeBy({ AWS: OPS }), policies: [rotates] },
      { arn: OPS, trust: ec2Trust, policies: [rotates] },
    ]),
  ),
  "a reader of the owner's own account": sameAccount(),
  "a reader of the owner's own account, and everyone else's tag": sameAccount(
    `role-contained:${the.OWN_ROLE} grant-available`,
    [],
    [
      policy(
        allow(the.READS, "*", {
          StringEquals: {
            "aws:ResourceTag/team": variable("aws:PrincipalTag/kubernetes-namespace"),
          },
        }),
      ),
    ],
  ),
  "everyone of the owner's account by the secret's policy": sameAccount(
    "read-exclusive",
    [],
    undefined,
    policy(allowTo("*", the.READS, { StringEquals: { "aws:PrincipalAccount": the.OWNER } })),
  ),
  "another role of the owner's account that reads every secret": sameAccount("read-exclusive", [
    { arn: OPS, trust: ec2Trust, policies: [readPolicy("arn:aws:secretsmanager:*", null)] },
  ]),
  "a parameter with the key of AWS": known(parameter([])),
  "a parameter's role that may decrypt whatever it likes": known(
    `role-contained:${the.OWN_ROLE}`,
    parameter([allow("kms:Decrypt")]),
  ),
  "a parameter with a key of its own, whose role may decrypt it": known(
    parameter([decryptParameter], the.KEY),
  ),
  "a parameter with a key of its own, whose role may not decrypt it": known(
    `grant-available:${PARAMETER}`,
    parameter([], the.KEY),
  ),
  "a control policy that denies the decryption of a secret with the key of AWS": known(
    "grant-available",
    {
      ...inOneAccount(),
      organization: {
        id: "o-exampleorg",
        serviceControlPolicies: [
          { account: the.OWNER, levels: [[policy(allow("*"), deny("kms:*"))]] },
        ],
      },
    },
  ),
});
