import type { AccessDocuments } from "../../../../../proof";
import type { RoleDocuments, SecretDocuments } from "../../../../../proof/domain/documents";
import { mayOpen } from "../../../../../proof/domain/keys-that-open";
import type { PolicyKind, RawPolicy } from "../../../../../proof/grammar/syntax";
import { keyBounded, secretBounded } from "../../../../../proof/prover/claims/bounded";
import type { Claim } from "../../../../../proof/prover/claims/claim";
import { roleContained } from "../../../../../proof/prover/claims/role-contained";
import { roleUnforgeable } from "../../../../../proof/prover/claims/role-unforgeable";
import { associatedRoles, type Deployment } from "../../../../../proof/prover/documents/deployment";
import {
  keyQuestion,
  roleQuestion,
  secretQuestion,
  trustQuestion,
} from "../../../../../proof/prover/documents/questions";
import { contextArns, isCopy } from "../../../../../proof/prover/documents/read-target";
import { sliceOfKey, sliceOfRead, sliceOfRole } from "../../../../../proof/prover/documents/slice";
import { claimNothingMore, type DependentClaim, readClaims } from "./dependent-claim";

/** A policy document to change, the documents that its claims depend on, and a function that replaces it. */
export interface JudgedDocument {
  kind: "resource policy" | "key policy" | "trust policy" | `identity policy ${number}`;
  policyKind: PolicyKind;
  /** Its name in explanations. */
  title: string;
  /** ARN of the secret, key or role that has it. */
  owner: string;
  document: RawPolicy;
  /** The documents that its claims depend on. */
  slice(deployment: Deployment): AccessDocuments;
  replace(documents: AccessDocuments, by: RawPolicy): AccessDocuments;
  /** The claims that depend on the document. The claim about documents of its kind comes first. */
  claims(deployment: Deployment): DependentClaim[];
}

/** All policy documents whose mutants are judged. */
export function judgedDocuments(deployment: Deployment): JudgedDocument[] {
  return [
    ...deployment.secrets.flatMap(({ arn, policy }) =>
      present(policy).map((document) => secretDocument(arn, document)),
    ),
    ...deployment.keys.flatMap(({ arn, policy }) =>
      present(policy).map((document) => keyDocument(arn, document)),
    ),
    ...associatedRoles(deployment).flatMap((role) => [
      ...present(role.trust).map((document) => trustDocument(role.arn, document)),
      ...(role.policies ?? []).map((document, index) =>
        identityDocument(role.arn, document, index),
      ),
    ]),
  ];
}

function secretDocument(arn: string, document: RawPolicy): JudgedDocument {
  // A secret and its replicas have the same policy, and each of them needs it.
  const hasIt = (one: SecretDocuments) => one.arn === arn || isCopyWith(one, arn, document);
  return {
    ...describeDocument("resource policy", "resource", arn, document),
    slice: (deployment) => sliceOfRead(deployment, contextArns(deployment, arn)),
    replace: (documents, policy) => ({
      ...documents,
      secrets: changeEntries(documents.secrets, hasIt, () => ({ policy })),
    }),
    claims: (deployment) => {
      const own = claimNothingMore((changed) => {
        const secret = changed.secret(arn);
        return secret && secretBounded(secretQuestion(changed, secret));
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
    ...describeDocument("key policy", "key", arn, document),
    slice: (deployment) => sliceOfKey(deployment, arn),
    replace: (documents, policy) => ({
      ...documents,
      keys: changeEntries(documents.keys, hasArn(arn), () => ({ policy })),
    }),
    claims: (deployment) => [
      claimNothingMore((changed) => {
        const key = changed.key(arn);
        return key && keyBounded(keyQuestion(changed, key));
      }),
      ...readClaims(
        deployment,
        [...deployment.secrets, ...deployment.parameters]
          .filter((one) => mayOpen(deployment.key(arn) ?? { arn }, one))
          .map((one) => one.arn),
      ),
    ],
  };
}

function trustDocument(arn: string, document: RawPolicy): JudgedDocument {
  return {
    ...describeDocument("trust policy", "trust", arn, document),
    slice: (deployment) => sliceOfReadsAs(deployment, arn),
    replace: (documents, trust) => ({
      ...documents,
      roles: changeEntries(documents.roles, hasArn(arn), () => ({ trust })),
    }),
    claims: (deployment) =>
      roleClaims(deployment, arn, (changed, role) => roleUnforgeable(trustQuestion(changed, role))),
  };
}

function identityDocument(arn: string, document: RawPolicy, position: number): JudgedDocument {
  return {
    ...describeDocument(`identity policy ${position + 1}`, "identity", arn, document),
    slice: (deployment) => sliceOfReadsAs(deployment, arn),
    replace: (documents, by) => ({
      ...documents,
      roles: changeEntries(documents.roles, hasArn(arn), ({ policies }) => ({
        policies: (policies ?? []).map((old, index) => (index === position ? by : old)),
      })),
    }),
    claims: (deployment) =>
      roleClaims(deployment, arn, (changed, role) => roleContained(roleQuestion(changed, role))),
  };
}

function describeDocument(
  kind: JudgedDocument["kind"],
  policyKind: PolicyKind,
  owner: string,
  document: RawPolicy,
) {
  return { kind, policyKind, owner, document, title: `${kind} of ${owner}` };
}

function hasArn(arn: string) {
  return (one: { arn: string }) => one.arn === arn;
}

/** Changes some entries of a list. */
function changeEntries<T>(
  list: readonly T[] | null | undefined,
  isChanged: (entry: T) => boolean,
  change: (entry: T) => Partial<T>,
): T[] {
  return (list ?? []).map((one) => (isChanged(one) ? { ...one, ...change(one) } : one));
}

function roleClaims(
  deployment: Deployment,
  arn: string,
  own: (changed: Deployment, role: RoleDocuments) => Claim,
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

/** The documents of a role, and of everyone who reads the role's declared secrets. */
function sliceOfReadsAs(deployment: Deployment, roleArn: string): AccessDocuments {
  const role = deployment.role(roleArn);
  const secrets = deployment.readersAs(roleArn).flatMap((entry) => entry.secrets);
  if (secrets.length === 0) return role ? sliceOfRole(deployment, role) : {};
  return sliceOfRead(deployment, [...new Set(secrets)]);
}
