import type { KeyDocuments, SecretDocuments } from "../../../../proof";
import type { AccessDocuments } from "../../../proof/pods";
import { allowTo } from "../../../proof/statements";
import { inventoryDocuments } from "../inventory-documents";

export const OWNER = "222222222222";
export const SPY = `arn:aws:iam::${OWNER}:role/spy`;
export const READER = "111111111111";
export const FORMER = `arn:aws:kms:eu-west-1:${OWNER}:key/0d4c5a1e-6f1b-4c35-9a57-2b7f6f1f0a11`;
export const RELATED = `arn:aws:kms:eu-central-1:${OWNER}:key/mrk-0d4c5a1e6f1b4c359a572b7f6f1f0a11`;

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

/** The declared documents, and a role of the owner's account that may do this. */
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
