import type { AccessDocuments, RawPolicy } from "../../documents";
import type { PolicyKind } from "../../grammar/syntax";
import type { Question } from "../claim";
import type { Deployment } from "../deployment";
import { sliceOfKey, sliceOfRead, sliceOfReadsAs, withWholeKeys } from "../slice";
import { grantAvailable } from "./grant-available";
import { wayOf } from "./grant-way";
import { keyBounded } from "./key-bounded";
import { readExclusive } from "./read-exclusive";
import { contextArns, readTarget } from "./reading";
import { roleContained } from "./role-contained";
import { roleUnforgeable } from "./role-unforgeable";
import { secretBounded } from "./secret-bounded";

/** One policy document of a deployment, and how to put another in its place. */
export interface LeanDocument {
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

export interface DependentClaim {
  /** Whether it asks that something be allowed; all others ask that nothing more be. */
  asksForAccess: boolean;
  /** Whether it is the stronger for what is assumed about the readers' trust policies. */
  trustsReaders: boolean;
  /** The read of a key's policy that it is about; undefined where it depends on the whole document. */
  read?: DependentRead;
  /** About a deployment with other policies. Undefined where it fails whatever the policies say. */
  question(deployment: Deployment): Question | undefined;
}

export interface DependentRead {
  /** Encryption contexts of its decryptions, as ARNs. */
  contextArns: string[];
  /** What it depends on. */
  slice(deployment: Deployment): AccessDocuments;
  /** What tells the claim about it apart within the slice. */
  about: string[];
}

/** Every policy document that `lean` judges. */
export function leanDocuments(deployment: Deployment): LeanDocument[] {
  return [
    ...deployment.secrets.flatMap(({ arn, policy }) =>
      present(policy).map((document) => secretDocument(arn, document)),
    ),
    ...deployment.keys.flatMap(({ arn, policy }) =>
      present(policy).map((document) => keyDocument(arn, document)),
    ),
    ...deployment.roles.flatMap((role) => [
      ...present(role.trust).map((document) => trustDocument(role.arn, document)),
      ...(role.policies ?? []).map((document, index) =>
        identityDocument(role.arn, document, index),
      ),
    ]),
  ];
}

function secretDocument(arn: string, document: RawPolicy): LeanDocument {
  return {
    kind: "resource policy",
    policyKind: "resource",
    title: `resource policy of ${arn}`,
    slice: (deployment) => sliceOfRead(deployment, contextArns(deployment, arn)),
    owner: arn,
    document,
    replace: (documents, by) => ({
      ...documents,
      secrets: (documents.secrets ?? []).map((one) =>
        one.arn === arn ? { ...one, policy: by } : one,
      ),
    }),
    claims: (deployment) => {
      const own = bound((of) => {
        const secret = of.secret(arn);
        return secret && secretBounded(of, secret);
      });
      return [{ ...own, trustsReaders: true }, ...readClaims(deployment, [arn])];
    },
  };
}

function keyDocument(arn: string, document: RawPolicy): LeanDocument {
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
    claims: (deployment) => {
      const own = bound((of) => {
        const key = of.key(arn);
        return key && keyBounded(of, key);
      });
      const encrypted = [...deployment.secrets, ...deployment.parameters].filter(
        (one) => one.key === arn,
      );
      const reads = encrypted.flatMap((one) =>
        readClaims(deployment, [one.arn]).map((claim) => ({
          ...claim,
          read: {
            contextArns: contextArns(deployment, one.arn),
            slice: (of: Deployment) => withWholeKeys(of, sliceOfRead(of, [one.arn])),
            about: [...claim.about, one.arn],
          },
        })),
      );
      return [own, ...reads];
    },
  };
}

function trustDocument(arn: string, document: RawPolicy): LeanDocument {
  return {
    kind: "trust policy",
    policyKind: "trust",
    title: `trust policy of ${arn}`,
    slice: (deployment) => sliceOfReadsAs(deployment, arn),
    owner: arn,
    document,
    replace: (documents, by) => ({
      ...documents,
      roles: (documents.roles ?? []).map((one) => (one.arn === arn ? { ...one, trust: by } : one)),
    }),
    claims: (deployment) => roleClaims(deployment, arn, roleUnforgeable),
  };
}

function identityDocument(arn: string, document: RawPolicy, position: number): LeanDocument {
  return {
    kind: `identity policy ${position + 1}`,
    policyKind: "identity",
    title: `identity policy ${position + 1} of ${arn}`,
    slice: (deployment) => sliceOfReadsAs(deployment, arn),
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
  const secrets = deployment.readersAs(arn).flatMap(({ secrets: read }) => read);
  const claim = bound((of) => {
    const role = of.role(arn);
    return role && own(of, role);
  });
  return [claim, ...readClaims(deployment, [...new Set(secrets)])];
}

/** That the secrets are read by those who should, and by nobody else; each with the words that tell it apart. */
function readClaims(
  deployment: Deployment,
  arns: string[],
): (DependentClaim & { about: string[] })[] {
  return arns.flatMap((arn) => {
    if (!readTarget(deployment, arn)) return [];
    const available = deployment.readersOf(arn).map((reader) => ({
      about: [reader.clusterArn, reader.namespace, reader.serviceAccount],
      asksForAccess: true,
      trustsReaders: false,
      question: (of: Deployment) => {
        const way = wayOf(of, reader, arn);
        return "refuted" in way
          ? undefined
          : grantAvailable(of, reader, way.association, way.target);
      },
    }));
    const exclusive = bound((of) => {
      const target = readTarget(of, arn);
      return target && readExclusive(of, target);
    });
    return [...available, { ...exclusive, about: [] }];
  });
}

function bound(question: DependentClaim["question"]): DependentClaim {
  return { asksForAccess: false, trustsReaders: false, question };
}

function present(document: RawPolicy | null | undefined): RawPolicy[] {
  return document === null || document === undefined ? [] : [document];
}
