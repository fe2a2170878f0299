import type { AccessDocuments } from "../../../proof/pods";
import { denyTo } from "../../../proof/statements";
import {
  COPY,
  FORMER,
  key,
  LOOKED,
  letting,
  OWNER,
  planted,
  RELATED,
  SPY,
  secret,
} from "./planted-copies";

export const OPEN = letting(`arn:aws:iam::${OWNER}:root`, "kms:*");
export const GET = "secretsmanager:GetSecretValue";
export const fetches = (Resource: string) => ({ Action: GET, Resource });
export const decrypts = (Resource: string) => ({ Action: "kms:Decrypt", Resource });

const COPY_ALONE = { ...secret, ...LOOKED, arn: COPY, key: null };
const [PROMOTED, THIRD] = ["eu-central-1", "eu-north-1"].map((region) =>
  secret.arn.replace("eu-west-1", region).replace(/.{6}$/, "Zz9Zz9"),
) as [string, string];
const through = (Condition: object) => ({ ...decrypts(RELATED), Condition });

/** The secret's key is a multi-Region key, and the role may do this. */
function withRelated(...spy: object[]): AccessDocuments {
  const related = { arn: RELATED, policy: OPEN, relatedKeys: [key.arn] };
  return { ...planted({ spy }), keys: [{ ...key, relatedKeys: [RELATED] }, related] };
}

/** Accounts in which the role reads by a copy or another key. */
export const ways: Record<string, AccessDocuments> = {
  "a replica under the AWS managed key, read by a role that reads nothing else": planted({
    secrets: [{ ...secret, ...LOOKED, arn: COPY, key: null }],
    spy: [fetches(COPY)],
  }),
  "a former key, with which a role may decrypt": planted({
    secret: { formerKeys: [FORMER] },
    keys: [{ arn: FORMER, policy: OPEN }],
    spy: [fetches(secret.arn), decrypts(FORMER)],
  }),
  "the AWS managed key as a former key": planted({
    secret: { formerKeys: [null] },
    spy: [fetches(secret.arn)],
  }),
  "a related key of a multi-Region key, with which a role may decrypt": withRelated(
    fetches(secret.arn),
    decrypts(RELATED),
  ),
  "a former key by a grant to the role": planted({
    secret: { formerKeys: [FORMER] },
    keys: [
      {
        arn: FORMER,
        policy: letting(`arn:aws:iam::${OWNER}:role/admin`, "kms:*"),
        grants: [{ grantee: SPY, operations: ["Decrypt"] }],
      },
    ],
    spy: [fetches(secret.arn)],
  }),
  "a replica, read by a pattern that holds for every region": planted({
    secrets: [COPY_ALONE],
    spy: [fetches(`arn:aws:secretsmanager:*:${OWNER}:secret:*`)],
  }),
  "a copy of a promoted replica, in a third region": planted({
    secret: { copies: [PROMOTED] },
    secrets: [
      { ...secret, ...LOOKED, arn: PROMOTED, copies: [THIRD] },
      { ...COPY_ALONE, arn: THIRD },
    ],
    spy: [fetches("arn:aws:secretsmanager:eu-north-1:*:secret:s-*")],
  }),
  "a related key, through the service of its own region alone": withRelated(
    fetches(secret.arn),
    through({ StringEquals: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" } }),
  ),
};

/** Accounts much like them, in which it does not. */
export const nearMisses: Record<string, AccessDocuments> = {
  "a replica under a key that only the declared reader may use": planted({
    secrets: [{ ...secret, ...LOOKED, arn: COPY }],
    spy: [fetches(COPY)],
  }),
  "a former key whose policy lets nobody else in": planted({
    secret: { formerKeys: [FORMER] },
    keys: [{ arn: FORMER, policy: key.policy }],
    spy: [fetches(secret.arn)],
  }),
  "a role that may decrypt with the former key, and not get the secret": planted({
    secret: { formerKeys: [FORMER] },
    keys: [{ arn: FORMER, policy: OPEN }],
    spy: [decrypts(FORMER)],
  }),
  "a key that encrypts another secret": planted({
    keys: [{ arn: FORMER, policy: OPEN }],
    spy: [fetches(secret.arn), decrypts(FORMER)],
  }),
  "a pattern for every region, with a denial in the replica's": planted({
    secrets: [COPY_ALONE],
    spy: [
      fetches(`arn:aws:secretsmanager:*:${OWNER}:secret:*`),
      {
        ...fetches("*"),
        Effect: "Deny",
        Condition: { StringEquals: { "aws:RequestedRegion": "eu-central-1" } },
      },
    ],
  }),
  "a promoted replica whose own policy denies the role": planted({
    secret: { copies: [PROMOTED] },
    secrets: [
      {
        ...COPY_ALONE,
        arn: PROMOTED,
        policy: {
          Version: "2012-10-17",
          Statement: [
            { ...denyTo("*", "*"), Condition: { ArnEquals: { "aws:PrincipalArn": SPY } } },
          ],
        },
      },
    ],
    spy: [fetches(PROMOTED)],
  }),
  "a related key, with which a role may decrypt through no service": withRelated(
    fetches(secret.arn),
    through({ Null: { "kms:ViaService": "true" } }),
  ),
  "a former key, in the context of another secret": planted({
    secret: { formerKeys: [FORMER] },
    keys: [{ arn: FORMER, policy: OPEN }],
    spy: [
      fetches(secret.arn),
      {
        ...decrypts(FORMER),
        Condition: { StringEquals: { "kms:EncryptionContext:SecretARN": `${secret.arn}x` } },
      },
    ],
  }),
};
