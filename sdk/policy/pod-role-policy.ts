import { groupBy, oneOrSorted } from "iam-proof/collections";
import { accountRootArn, parseArn, viaService } from "iam-proof/names";
import type { ReaderIdentity } from "../grant/landing-zone/landing-zone";
import { type Reader, TOKEN_AUDIENCE, tokenSubject } from "../grant/landing-zone/pods";
import {
  type ReadableParameter,
  type ReadableSecret,
  secretReadActions,
} from "./common-principals";
import { type PolicyDocument, type Statement, stableSid } from "./document";
import { attributeConditions, readerTags } from "./session-tags";

export interface PodRolePolicyInput {
  /** Account of the reading role. */
  readerAccount: string;
  secrets: ReadableSecret[];
  parameters?: ReadableParameter[];
}

/** Identity policy of a reading role: the granted secrets and parameters, and their keys only through the service. */
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
  // AWS does not document whether a caller's tag condition sees the tags of another account's secret. So the policy never depends
  // on it.
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

/** One statement per key, so that no key can be used in the context of another key's secret. */
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

/** The ways in which a reader's pods get their role. */
export interface RoleWays {
  /** Defaults to `podIdentity`. */
  identity?: ReaderIdentity;
  /** ARN of the OIDC provider of the reader's cluster, for `irsa` and `both`. */
  oidcProviderArn?: string;
}

/**
 * Trust policy of a reader's role: only EKS Pod Identity on behalf of this reader, or a token of this reader, or either, may assume
 * it.
 */
export function podRoleTrust(
  reader: Reader,
  { identity = "podIdentity", oidcProviderArn = "" }: RoleWays = {},
): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      ...(identity === "irsa" ? [] : [podIdentityTrust(reader)]),
      ...(identity === "podIdentity" ? [] : [tokenTrust(reader, oidcProviderArn)]),
    ],
  };
}

function podIdentityTrust(reader: Reader): Statement {
  return {
    Sid: "EksPodIdentity",
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        ...readerTags("aws:RequestTag", reader),
        // Defence in depth: the cluster ARN already names the account.
        "aws:SourceAccount": parseArn(reader.clusterArn)?.account ?? "",
      },
    },
  };
}

function tokenTrust(reader: Reader, oidcProviderArn: string): Statement {
  const issuer = oidcProviderArn.replace(/^.*:oidc-provider\//, "");
  return {
    Sid: tokenTrustSid(reader),
    Effect: "Allow",
    Principal: { Federated: oidcProviderArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${issuer}:aud`]: TOKEN_AUDIENCE,
        [`${issuer}:sub`]: tokenSubject(reader),
      },
    },
  };
}

/** Sid of the statement that lets a reader's tokens assume the role. It identifies the cluster, which the provider's ARN does not. */
export function tokenTrustSid({ clusterArn, namespace, serviceAccount }: Reader): string {
  const words = ["ServiceAccount", namespace, serviceAccount];
  return stableSid(words, clusterArn, namespace, serviceAccount);
}

/** Identity policy of a reader's role in `targetRole` mode: it may become the target role, and nothing else. */
export function podRoleAssumePolicy(targetRoleArn: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AssumeTargetRole",
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Resource: targetRoleArn,
      },
    ],
  };
}

export interface TargetRoleTrustInput {
  reader: Reader;
  /** ARN of the reader's own role, with its path. */
  roleArn: string;
  /** ARN of the reader's former role, which is let in as well. */
  formerRoleArn?: string;
  /** AWS Organizations id that the reader's account must belong to. */
  organizationId?: string;
}

/** Trust policy of a target role: only a session of the reader's role, with the reader's tags, may assume it. */
export function targetRoleTrust({
  formerRoleArn,
  reader,
  roleArn,
  organizationId,
}: TargetRoleTrustInput): PolicyDocument {
  const role = parseArn(roleArn);
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ReaderRole",
        Effect: "Allow",
        // The account and not the role: the statement needs no existing role and survives its re-creation.
        Principal: { AWS: accountRootArn(role?.partition ?? "", role?.account ?? "") },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          ArnEquals: { "aws:PrincipalArn": formerRoleArn ? [roleArn, formerRoleArn] : roleArn },
          StringEquals: {
            ...(organizationId && { "aws:PrincipalOrgID": organizationId }),
            ...readerTags("aws:RequestTag", reader),
          },
        },
      },
    ],
  };
}
