import { groupBy, oneOrSorted } from "iam-proof/collections";
import { parseArn, viaService } from "iam-proof/names";
import {
  type ReadableParameter,
  type ReadableSecret,
  secretReadActions,
} from "./common-principals";
import { type PolicyDocument, type Statement, stableSid } from "./document";
import { attributeConditions } from "./session-tags";

export interface PodRolePolicyInput {
  /** Account of the role that reads. */
  readerAccount: string;
  secrets: ReadableSecret[];
  parameters?: ReadableParameter[];
}

/** Identity policy of a role that reads: the granted secrets and parameters, and their keys through the service alone. */
export function podRolePolicy(scope: PodRolePolicyInput): PolicyDocument {
  const { parameters = [], secrets } = scope;
  return {
    Version: "2012-10-17",
    Statement: [
      ...secretReads(scope),
      ...parameterReads(parameters),
      ...decryptions("SecretsManager", "secretsmanager", "SecretARN", secrets.map(secretContext)),
      ...decryptions("SystemsManager", "ssm", "PARAMETER_ARN", parameters.map(parameterContext)),
    ],
  };
}

function secretReads({ readerAccount, secrets }: PodRolePolicyInput): Statement[] {
  // AWS does not say whether a caller's tag condition sees the tags of another account's secret, so it never depends on it.
  const tagged = secrets.filter(
    ({ arn, style }) => style === "attributes" && parseArn(arn)?.account === readerAccount,
  );
  const others = secrets.filter((secret) => !tagged.includes(secret));
  return [
    ...readStatement("ReadTaggedSecrets", tagged, { StringEquals: attributeConditions() }),
    ...readStatement("ReadSecrets", others),
  ];
}

function readStatement(
  Sid: string,
  secrets: ReadableSecret[],
  Condition?: Statement["Condition"],
): Statement[] {
  if (secrets.length === 0) return [];
  const Resource = oneOrSorted(secrets.map(({ arn }) => arn));
  return [
    { Sid, Effect: "Allow", Action: secretReadActions, Resource, ...(Condition && { Condition }) },
  ];
}

function parameterReads(parameters: ReadableParameter[]): Statement[] {
  if (parameters.length === 0) return [];
  const Resource = oneOrSorted(parameters.map(({ arn }) => arn));
  return [{ Sid: "ReadParameters", Effect: "Allow", Action: "ssm:GetParameters", Resource }];
}

interface EncryptionContext {
  keyArn?: string;
  contextArns: string[];
}

/** One statement a key, so that no key may be used in the context of another key's secret. */
function decryptions(
  service: string,
  endpoint: string,
  contextKey: string,
  contexts: EncryptionContext[],
): Statement[] {
  const encrypted = contexts.filter(({ keyArn }) => keyArn !== undefined);
  return groupBy(encrypted, ({ keyArn }) => keyArn ?? "").map(([keyArn, ofKey]) => ({
    Sid: stableSid(["DecryptThrough", service], keyArn),
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: keyArn,
    Condition: {
      StringEquals: {
        [`kms:EncryptionContext:${contextKey}`]: oneOrSorted(
          ofKey.flatMap((one) => one.contextArns),
        ),
        "kms:ViaService": viaService(endpoint, parseArn(keyArn)?.region ?? ""),
      },
    },
  }));
}

function secretContext({ arn, keyArn, encryptionContextArns }: ReadableSecret): EncryptionContext {
  return { contextArns: encryptionContextArns ?? [arn], ...(keyArn && { keyArn }) };
}

function parameterContext({ arn, keyArn }: ReadableParameter): EncryptionContext {
  return { contextArns: [arn], ...(keyArn && { keyArn }) };
}
