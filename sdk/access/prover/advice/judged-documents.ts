import type { AccessDocuments, SecretDocuments } from "../../domain/documents";
import type { RawPolicy } from "../../grammar/named-policy";
import type { PolicyKind } from "../../grammar/syntax";
import { roleContained } from "../claims/role-contained";
import { roleUnforgeable } from "../claims/role-unforgeable";
import { secretBounded } from "../claims/secret-bounded";
import { type Deployment, podRoles } from "../documents/deployment";
import { contextArns, isCopy } from "../documents/read-target";
import { sliceOfKey, sliceOfRead, sliceOfReadsAs } from "../documents/slice";
import { claimNothingMore, type DependentClaim, readClaims } from "./dependent-claim";
import { keyClaims, keyReadClaims } from "./key-policy-claims";
import { withoutOtherReaders } from "./without-other-readers";

/** A policy document to give advice on, what its claims depend on, and how to put another in its place. */
export interface JudgedDocument {
  kind: "resource policy" | "key policy" | "trust policy" | `identity policy ${number}`;
  policyKind: PolicyKind;
  /** As explanations name it. */
  title: string;
  /** ARN of the secret, key or role that has it. */
  owner: string;
  document: RawPolicy;
  /** What the claims about it depend on. */
  slice(deployment: Deployment): AccessDocuments;
  replace(documents: AccessDocuments, by: RawPolicy): AccessDocuments;
  /** The claims that depend on the document, the one of its own kind first. */
  claims(deployment: Deployment): DependentClaim[];
}

/** Every policy document on which there can be advice. */
export function judgedDocuments(deployment: Deployment): JudgedDocument[] {
  return [
    ...deployment.secrets.flatMap(({ arn, policy }) =>
      present(policy).map((document) => secretDocument(arn, document)),
    ),
    ...deployment.keys.flatMap(({ arn, policy }) =>
      present(policy).map((document) => keyDocument(arn, document)),
    ),
    ...podRoles(deployment).flatMap((role) => [
      ...present(role.trust).map((document) => trustDocument(role.arn, document)),
      ...(role.policies ?? []).map((document, index) =>
        identityDocument(role.arn, document, index),
      ),
    ]),
  ];
}

function secretDocument(arn: string, document: RawPolicy): JudgedDocument {
  return {
    kind: "resource policy",
    policyKind: "resource",
    title: `resource policy of ${arn}`,
    slice: (deployment) => sliceOfRead(deployment, contextArns(deployment, arn)),
    owner: arn,
    document,
    // A secret and its replicas have one policy, which each of them needs.
    replace: (documents, by) => ({
      ...documents,
      secrets: (documents.secrets ?? []).map((one) =>
        one.arn === arn || isCopyWith(one, arn, document) ? { ...one, policy: by } : one,
      ),
    }),
    claims: (deployment) => {
      const own = claimNothingMore((changed) => {
        const secret = changed.secret(arn);
        return secret && secretBounded(changed, secret);
      });
      const copies = contextArns(deployment, arn).filter((copy) =>
        deployment.secrets.some((one) => one.arn === copy && isCopyWith(one, arn, document)),
      );
      return [
        { ...own, trustsReaders: true },
        ...readClaims(deployment, [...new Set([arn, ...copies])]),
      ];
    },
  };
}

function isCopyWith({ arn, policy }: SecretDocuments, of: string, document: RawPolicy): boolean {
  return isCopy(arn, of) && JSON.stringify(policy) === JSON.stringify(document);
}

function keyDocument(arn: string, document: RawPolicy): JudgedDocument {
  return {
    kind: "key policy",
    policyKind: "key",
    title: `key policy of ${arn}`,
    slice: (deployment) => sliceOfKey(deployment, arn),
    owner: arn,
    document,
    replace: (documents, by) => ({
      ...documents,
      keys: (documents.keys ?? []).map((one) => (one.arn === arn ? { ...one, policy: by } : one)),
    }),
    claims: (deployment) => [
      ...keyClaims(deployment, arn, document),
      ...[...deployment.secrets, ...deployment.parameters]
        .filter((one) => one.key === arn)
        .flatMap((one) => keyReadClaims(deployment, one.arn, document)),
    ],
  };
}

function trustDocument(arn: string, document: RawPolicy): JudgedDocument {
  return {
    kind: "trust policy",
    policyKind: "trust",
    title: `trust policy of ${arn}`,
    slice: (deployment) => withoutOtherReaders(sliceOfReadsAs(deployment, arn), arn),
    owner: arn,
    document,
    replace: (documents, by) => ({
      ...documents,
      roles: (documents.roles ?? []).map((one) => (one.arn === arn ? { ...one, trust: by } : one)),
    }),
    claims: (deployment) => roleClaims(deployment, arn, roleUnforgeable),
  };
}

function identityDocument(arn: string, document: RawPolicy, position: number): JudgedDocument {
  return {
    kind: `identity policy ${position + 1}`,
    policyKind: "identity",
    title: `identity policy ${position + 1} of ${arn}`,
    slice: (deployment) => withoutOtherReaders(sliceOfReadsAs(deployment, arn), arn),
    owner: arn,
    document,
    replace: (documents, by) => ({
      ...documents,
      roles: (documents.roles ?? []).map((one) =>
        one.arn === arn
          ? {
              ...one,
              policies: (one.policies ?? []).map((old, index) => (index === position ? by : old)),
            }
          : one,
      ),
    }),
    claims: (deployment) => roleClaims(deployment, arn, roleContained),
  };
}

function roleClaims(
  deployment: Deployment,
  arn: string,
  own: typeof roleContained,
): DependentClaim[] {
  const readersAs = deployment.readersAs(arn);
  const secrets = readersAs.flatMap(({ secrets: read }) => read);
  const readers = readersAs.map(({ reader }) => reader);
  const claim = claimNothingMore((changed) => {
    const role = changed.role(arn);
    return role && own(changed, role);
  });
  return [claim, ...readClaims(deployment, [...new Set(secrets)], readers)];
}

function present(document: RawPolicy | null | undefined): RawPolicy[] {
  return document === null || document === undefined ? [] : [document];
}
