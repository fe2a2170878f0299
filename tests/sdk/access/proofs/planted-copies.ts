import type { KeyDocuments, SecretDocuments } from "../../../../proof";
import type { AccessDocuments } from "../../../proof/pods";
import { allowTo, denyTo } from "../../../proof/statements";
import { inventoryDocuments } from "../inventory-documents";

export const OWNER = "222222222222";
export const SPY = `arn:aws:iam::${OWNER}:role/spy`;
export const READER = "111111111111";
export const FORMER = `arn:aws:kms:eu-west-1:${OWNER}:key/0d4c5a1e-6f1b-4c35-9a57-2b7f6f1f0a11`;
const RELATED = `arn:aws:kms:eu-central-1:${OWNER}:key/mrk-0d4c5a1e6f1b4c359a572b7f6f1f0a11`;

export const declared = inventoryDocuments(`
accounts:
  a: { id: "${READER}", region: eu-west-1 }
  b: { id: "${OWNER}", region: eu-west-1 }
clusters:
  c: { account: a, existing: true }
secrets:
  s: { account: b, key: k }
readers:
  r: { cluster: c, namespace: default, serviceAccount: sa, reads: [{ secret: s, as: s }] }`);
export const [secret] = declared.secrets as [SecretDocuments];
export const [key] = declared.keys as [KeyDocuments];
export const COPY = secret.arn.replace("eu-west-1", "eu-central-1");
export const LOOKED = { copies: [], formerKeys: [] };

/** The declared documents, and a role of the owner's account with these rights. */
export function planted(given: {
  spy?: object[];
  secret?: Partial<SecretDocuments>;
  secrets?: SecretDocuments[];
  keys?: KeyDocuments[];
}): AccessDocuments {
  const { keys = [], secrets = [], spy = [] } = given;
  const Statement = spy.map((one) => ({ Effect: "Allow", ...one }));
  return {
    ...declared,
    secrets: [{ ...secret, ...LOOKED, ...given.secret }, ...secrets],
    keys: [key, ...keys],
    roles: [
      ...(declared.roles ?? []),
      {
        arn: SPY,
        trust: letting(`arn:aws:iam::${OWNER}:root`, "sts:AssumeRole"),
        policies: [{ Version: "2012-10-17", Statement }],
      },
    ],
  };
}

export function letting(principal: string, action: string, condition?: object) {
  const allow = allowTo({ AWS: principal }, action);
  const { Resource: _, ...trusting } = allow;
  const statement = action.startsWith("sts:") ? trusting : allow;
  return {
    Version: "2012-10-17",
    Statement: [{ ...statement, ...(condition && { Condition: condition }) }],
  };
}

export const OPEN = letting(`arn:aws:iam::${OWNER}:root`, "kms:*");
export const GET = "secretsmanager:GetSecretValue";
export const fetches = (Resource: string) => ({ Action: GET, Resource });
export const decrypts = (Resource: string) => ({ Action: "kms:Decrypt", Resource });

const COPY_ALONE = { ...secret, ...LOOKED, arn: COPY, key: null };
const [PROMOTED, THIRD] = ["eu-central-1", "eu-north-1"].map((region) =>
  secret.arn.replace("eu-west-1", region).replace(/.{6}$/, "Zz9Zz9"),
) as [string, string];
const through = (Condition: object) => ({ ...decrypts(RELATED), Condition });

/** The secret's key is a multi-Region key, and the role has these rights. */
function withRelated(...spy: object[]): AccessDocuments {
  const related = { arn: RELATED, policy: OPEN, relatedKeys: [key.arn] };
  return { ...planted({ spy }), keys: [{ ...key, relatedKeys: [RELATED] }, related] };
}

/** Accounts in which the role reads through a copy or another key. */
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

/** Similar accounts in which the role cannot read. */
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
