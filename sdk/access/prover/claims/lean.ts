import type { AccessDocuments, RawPolicy } from "../../documents";
import { isProved, type Question, type Spare } from "../claim";
import { accountOf, type Deployment, deploymentOf } from "../deployment";
import { type Removal, removals } from "../removals";
import { READER_TRUST } from "../session-making";
import { sliceOfKey, sliceOfRead, sliceOfReadsAs } from "../slice";
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

interface DependentClaim {
  /** Whether it asks that something be allowed; all others ask that nothing more be. */
  asksForAccess: boolean;
  /** Whether it is the stronger for what is assumed about the readers' trust policies. */
  trustsReaders: boolean;
  /** Undefined where it fails whatever the policies say. */
  question(): Question | undefined;
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

/** The parts without which every claim still stands, with the assumptions about other documents and without. */
export async function spareParts(
  deployment: Deployment,
  lean: LeanDocument,
  milliseconds: number,
): Promise<Spare[]> {
  const views = await Promise.all(
    VIEWS.map((view) => baseline(deployment, lean, view, milliseconds)),
  );
  const spare: Spare[] = [];
  for (const [position, removal] of removals(lean.document).entries()) {
    if (keepsOwnerInCharge(lean, removal)) continue;
    const documents = lean.replace(deployment.documents, removal.without);
    if (!(await standsInAll(documents, lean, views, removal.effect, milliseconds))) continue;
    spare.push(spareOf(removal, position));
  }
  return spare;
}

/** The parts of another document of the same shape, in this one's words: same shapes have the same parts in the same order. */
export function restateSpare({ document }: LeanDocument, spare: Spare[]): Spare[] {
  const parts = removals(document);
  return spare.flatMap(({ position }) => {
    const removal = parts[position];
    return removal ? [spareOf(removal, position)] : [];
  });
}

function spareOf({ part, sid, statement }: Removal, position: number): Spare {
  return { position, statement, part, ...(sid !== undefined && { sid }) };
}

/** What is assumed about other documents while a part is judged, and which claims that makes a difference to. */
interface View {
  dropped: ReadonlySet<string>;
  concerns(claim: DependentClaim): boolean;
}

const VIEWS: View[] = [
  { dropped: new Set(), concerns: () => true },
  { dropped: new Set([READER_TRUST]), concerns: ({ trustsReaders }) => trustsReaders },
];

/** A view, and which of the document's claims are proved in it while the document is whole. */
interface Baseline extends View {
  proved: boolean[];
}

async function baseline(
  { documents }: Deployment,
  lean: LeanDocument,
  view: View,
  milliseconds: number,
): Promise<Baseline> {
  const proved: boolean[] = [];
  for (const claim of lean.claims(deploymentOf(documents, view.dropped))) {
    const asked = view.concerns(claim) ? claim.question() : undefined;
    proved.push(asked !== undefined && (await isProved(asked, milliseconds)));
  }
  return { ...view, proved };
}

/** Whether all that was proved stands without the part. A document that allows no less breaks no claim that asks for access. */
async function standsInAll(
  documents: AccessDocuments,
  lean: LeanDocument,
  views: Baseline[],
  effect: Removal["effect"],
  milliseconds: number,
): Promise<boolean> {
  for (const { dropped, proved } of views) {
    const claims = lean.claims(deploymentOf(documents, dropped));
    for (const [index, { asksForAccess, question }] of claims.entries()) {
      if (!proved[index] || effect === (asksForAccess ? "widens" : "narrows")) continue;
      const asked = question();
      if (!asked || !(await isProved(asked, milliseconds))) return false;
    }
  }
  return true;
}

/** A key that its owner's account does not administer can be administered by nobody, which no claim speaks of. */
function keepsOwnerInCharge(
  { document, owner, title }: LeanDocument,
  { statement }: Removal,
): boolean {
  if (!title.startsWith("key policy")) return false;
  const { Statement: statements } = document as { Statement?: unknown };
  const one = (Array.isArray(statements) ? statements : [statements])[statement] as {
    Principal?: { AWS?: unknown };
    Action?: unknown;
    Condition?: unknown;
  };
  const principal = String(one?.Principal?.AWS ?? "");
  const isOwner = principal === accountOf(owner) || principal.endsWith(`:${accountOf(owner)}:root`);
  return isOwner && one.Condition === undefined;
}

function secretDocument(arn: string, document: RawPolicy): LeanDocument {
  return {
    kind: "resource policy",
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
      const secret = deployment.secret(arn);
      return [
        ...(secret
          ? [{ ...bound(() => secretBounded(deployment, secret)), trustsReaders: true }]
          : []),
        ...readClaims(deployment, [arn]),
      ];
    },
  };
}

function keyDocument(arn: string, document: RawPolicy): LeanDocument {
  return {
    kind: "key policy",
    title: `key policy of ${arn}`,
    slice: (deployment) => sliceOfKey(deployment, arn),
    owner: arn,
    document,
    replace: (documents, by) => ({
      ...documents,
      keys: (documents.keys ?? []).map((one) => (one.arn === arn ? { ...one, policy: by } : one)),
    }),
    claims: (deployment) => {
      const key = deployment.key(arn);
      const encrypted = [...deployment.secrets, ...deployment.parameters].filter(
        (one) => one.key === arn,
      );
      return [
        ...(key ? [bound(() => keyBounded(deployment, key))] : []),
        ...readClaims(
          deployment,
          encrypted.map((one) => one.arn),
        ),
      ];
    },
  };
}

function trustDocument(arn: string, document: RawPolicy): LeanDocument {
  return {
    kind: "trust policy",
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
  const role = deployment.role(arn);
  const secrets = deployment.readersAs(arn).flatMap(({ secrets: read }) => read);
  return [
    ...(role ? [bound(() => own(deployment, role))] : []),
    ...readClaims(deployment, [...new Set(secrets)]),
  ];
}

/** That the secrets are read by those who should, and by nobody else. */
function readClaims(deployment: Deployment, arns: string[]): DependentClaim[] {
  return arns.flatMap((arn) => {
    const target = readTarget(deployment, arn);
    if (!target) return [];
    const available = deployment.readersOf(arn).map((reader) => ({
      asksForAccess: true,
      trustsReaders: false,
      question: () => {
        const way = wayOf(deployment, reader, arn);
        return "refuted" in way
          ? undefined
          : grantAvailable(deployment, reader, way.association, target);
      },
    }));
    return [...available, bound(() => readExclusive(deployment, target))];
  });
}

function bound(question: () => Question): DependentClaim {
  return { asksForAccess: false, trustsReaders: false, question };
}

function present(document: RawPolicy | null | undefined): RawPolicy[] {
  return document === null || document === undefined ? [] : [document];
}
