import type { Gap, KeyDocuments, PolicyKind, RawPolicy, SecretDocuments } from "iam-proof";
import { grammarError } from "iam-proof/grammar";
import { understoodIdentities, understoodReaders } from "iam-proof/identities";
import { parseArn } from "iam-proof/names";
import type { AccessDocuments } from "../pod-identity/kind";
import { administratorsOf, type Declarations, declarationsOf } from "./declared-grants";
import { repeatedPolicies, rolesElsewhere } from "./other-policies";
import { type GivenPlaces, placeOf } from "./provider-places";
import { type ResourceDocuments, resourceDocuments } from "./resource-documents";
import { propertyOf, type StackResource, UNKNOWN, withoutUnknowns } from "./stack-resource";
import { standIns } from "./stand-ins";
import { everythingOpen, readResources } from "./unread-resources";

export interface ProgramDocuments {
  documents: AccessDocuments;
  /** The parts of the documents that are not known. */
  gaps: Gap[];
}

/** The documents of a program's resources. Its grants are the ones that components of this package declare. */
export function programDocuments(
  all: readonly StackResource[],
  places: GivenPlaces = {},
  administrators: readonly string[] = [],
): ProgramDocuments {
  const declared = declarationsOf(all);
  const read = readResources(all.map((one) => withStandIns(one, all, places)));
  const { gaps: unknown, resources } = withoutUnknowns(read.readable);
  const found = resourceDocuments(resources);
  const secrets = secretsOf(found, declared, resources);
  const keys = keysOf(found);
  const parameters = declared.grants
    .map(({ secret }) => secret)
    .filter((arn) => arn.includes(":ssm:"))
    .map((arn) => ({ arn, secure: true, key: declared.keys.get(arn) ?? null }));
  const readers = new Set(
    found.associations.flatMap(({ roleArn, targetRoleArn }) => [roleArn, targetRoleArn]),
  );
  const own = understoodReaders(found.roles.filter(({ arn }) => readers.has(arn)));
  const others = understoodIdentities({
    roles: found.roles.filter(({ arn }) => !readers.has(arn)),
    users: [],
    groups: [],
  });
  const documents: AccessDocuments = {
    administrators: [...administrators, ...(administratorsOf(declared) ?? [])],
    keys: keys.documents,
    secrets: secrets.documents,
    parameters: [...new Map(parameters.map((one) => [one.arn, one])).values()],
    roles: [...own.roles, ...others.roles],
    associations: found.associations,
    grants: declared.grants,
  };
  const subjects = {
    roles: [...readers].flatMap((arn) => arn ?? []),
    keys: keys.documents.map(({ arn }) => arn),
    objects: [...secrets.documents, ...parameters].map(({ arn }) => arn),
  };
  return {
    documents,
    gaps: [
      ...[...read.reasons, ...declared.unknown.map(({ reason }) => reason)].flatMap((reason) =>
        everythingOpen(reason, subjects),
      ),
      ...read.gaps,
      ...declared.unknown,
      ...unknown,
      ...secrets.gaps,
      ...keys.gaps,
      ...own.gaps,
      ...others.gaps,
      ...absentGaps(documents),
      ...repeatedPolicies(resources),
      ...rolesElsewhere(resources, subjects.objects),
      ...found.unread.map(
        ({ policyArn, roleArn }): Gap => ({
          open: { kind: "rights", arn: roleArn },
          reason: `${policyArn === UNKNOWN ? "a policy" : policyArn} of ${roleArn} is no resource of the program`,
        }),
      ),
    ],
  };
}

/** Whether the program has no component that grants, or may grant, anything. */
export function grantsNothing({ documents, gaps }: ProgramDocuments): boolean {
  return !documents.grants?.length && !gaps.some(({ open }) => open.kind === "grants");
}

/** A resource that is to be made, with stand-ins for what AWS will assign. */
function withStandIns(
  one: StackResource,
  all: readonly StackResource[],
  places: GivenPlaces,
): StackResource {
  if (!one.isNew) return one;
  const given = Object.entries(one.outputs).filter(
    ([name, value]) => value !== UNKNOWN || name in one.inputs,
  );
  const { account, region } = placeOf(one.provider, all, places);
  const assigned =
    account && region
      ? standIns({ ...one, name: one.urn.split("::").at(-1) ?? "" }, { account, region })
      : {};
  return { ...one, outputs: { ...assigned, ...Object.fromEntries(given) } };
}

interface Found<T> {
  documents: T[];
  gaps: Gap[];
}

function secretsOf(
  { adopted, secrets }: ResourceDocuments,
  { existing, keys, seals }: Declarations,
  resources: readonly StackResource[],
): Found<SecretDocuments> {
  const gaps: Gap[] = [];
  const sealed = new Set(
    resources
      .filter(({ type, urn }) => type === SECRET && seals.has(componentOf(urn)))
      .map((one) => String(propertyOf(one, "arn"))),
  );
  const adoptedOnes = existing
    .filter((arn) => !secrets.some((one) => one.arn === arn))
    .map((arn): SecretDocuments => {
      if (!keys.has(arn)) {
        const reason = `the key of ${arn} is in no resource of the program, and no reader names it`;
        gaps.push({ open: { kind: "secret", arn, part: "key" }, reason });
      }
      return { arn, key: keys.get(arn) ?? null, policy: adopted.get(arn) ?? null };
    });
  const documents = [...secrets, ...adoptedOnes].map((one) => ({
    ...one,
    ...(sealed.has(one.arn) && { sealed: true }),
    policy: understood(one.policy, "resource", one.arn, (reason) =>
      gaps.push({ open: { kind: "secret", arn: one.arn, part: "policy" }, reason }),
    ),
  }));
  return { documents, gaps };
}

const SECRET = "aws:secretsmanager/secret:Secret";

/** The URN of the component `NAME` whose child is `NAME-secret`. */
function componentOf(urn: string): string {
  return urn.replace(`$${SECRET}::`, "::").replace(/-secret$/, "");
}

function keysOf({ adopted, keys }: ResourceDocuments): Found<KeyDocuments> {
  const gaps: Gap[] = [];
  const others = [...adopted].filter(([arn]) => parseArn(arn)?.service === "kms");
  const documents = [...keys, ...others.map(([arn, policy]) => ({ arn, policy }))].map((one) => ({
    ...one,
    policy: understood(one.policy, "key", one.arn, (reason) =>
      gaps.push({ open: { kind: "key", arn: one.arn }, reason }),
    ),
  }));
  return { documents, gaps };
}

function understood(
  document: RawPolicy | null | undefined,
  kind: PolicyKind,
  arn: string,
  leaveOpen: (reason: string) => void,
): RawPolicy | null {
  if (document === null || document === undefined) return null;
  const error = grammarError({ name: `policy of ${arn}`, document }, kind);
  if (!error) return document;
  leaveOpen(`the policy of ${arn} is not understood: ${error.message}`);
  return null;
}

/** Granted secrets, and keys of secrets, that are not resources of the program. */
function absentGaps({ grants, keys, parameters, secrets }: AccessDocuments): Gap[] {
  const known = new Set([...(secrets ?? []), ...(parameters ?? [])].map(({ arn }) => arn));
  const granted = new Set((grants ?? []).map(({ secret }) => secret));
  const used = [...(secrets ?? []), ...(parameters ?? [])].flatMap(({ key }) => key ?? []);
  const hasKey = new Set((keys ?? []).map(({ arn }) => arn));
  const reason = (arn: string) =>
    `${arn} is no resource of the program: read its program's resources as well`;
  return [
    ...[...granted]
      .filter((arn) => !known.has(arn))
      .map((arn): Gap => ({ open: { kind: "secret", arn, part: "all" }, reason: reason(arn) })),
    ...[...new Set(used)]
      .filter((arn) => !hasKey.has(arn))
      .map((arn): Gap => ({ open: { kind: "key", arn }, reason: reason(arn) })),
  ];
}
