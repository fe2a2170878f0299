import { type Command, InvalidArgumentError } from "commander";
import { type AccessDocuments, POD_IDENTITY, startsIn } from "eks-pod-secrets/access";
import { readerKey } from "eks-pod-secrets/grant";
import {
  type Actor,
  identityOf,
  KINDS,
  readersIn,
  type Way,
  type World,
  waysToRead,
} from "iam-proof";
import { groupBy } from "iam-proof/collections";
import { administratorArn } from "iam-proof/domain";
import { EKS_KINDS, KUBERNETES_KINDS } from "../changes/kinds";
import { startsInClusters } from "../changes/starts";
import { commandedClusters } from "../changes/users";
import { withClusters } from "../changes/world";
import type { LiveOrganization } from "../documents/live/organization";
import type { SourceDocuments } from "../documents/source-documents";
import { UserError } from "../terminal/errors";
import { shellWord } from "../terminal/printed-text";
import { becomesOf } from "./assumed";
import { givenClusters } from "./given-clusters";
import type { WaysAnswer } from "./way-shapes";

/** The options of a verb that also answers through changes. */
export interface ChangesOptions {
  /** The most changes; true for any number. */
  throughChanges?: number | true;
  clusterObjects?: string[];
}

/** The options as words of a command line. */
export function changesWords({ clusterObjects = [], throughChanges }: ChangesOptions): string {
  if (throughChanges === undefined) return "";
  const files = clusterObjects.map((one) => ` ${shellWord(one)}`).join("");
  return ` --through-changes${throughChanges === true ? "" : ` ${throughChanges}`}${files && ` --cluster-objects${files}`}`;
}

/** Adds the option of such a verb. */
export function withChangesOption<Any extends Command>(verb: Any): Any {
  return verb
    .option(
      "--through-changes [N]",
      "also who can come to read by calls that change policies, trusts, keys, tags or code, by at most N of them",
      (text: string) => {
        if (/^[1-9][0-9]?$/.test(text)) return Number(text);
        throw new InvalidArgumentError("it must be 1 to 99.");
      },
    )
    .option(
      "--cluster-objects <FILE...>",
      "with --through-changes: what clusters hold, as kubectl get -o yaml prints it, for several clusters\nCLUSTER_ARN=FILE; --live reads the clusters itself",
    );
}

/** Everything that changes can alter: the documents of a source with everyone in them, and what comes with them. */
export function worldOf({ beside = {}, documents, everyone }: SourceDocuments): World {
  const { compute, deletedSecrets, managedPolicies } = beside;
  const all: AccessDocuments = everyone ?? documents;
  return {
    documents: { ...all, principalKind: POD_IDENTITY },
    ...(compute && { compute }),
    ...(deletedSecrets && { deleted: deletedSecrets }),
    ...(managedPolicies && { managedPolicies }),
  };
}

/** The world with the principals that may act for the organization. */
function withOrganization(world: World, found: LiveOrganization | undefined): World {
  if (!found) return world;
  const { documents, managedPolicies } = world;
  const { groups, organization, roles, users, wholeAccounts } = found.documents;
  const both = <One>(one: One[] | null | undefined, other: One[] | null | undefined) => [
    ...(one ?? []),
    ...(other ?? []),
  ];
  return {
    ...world,
    documents: {
      ...documents,
      roles: both(documents.roles, roles),
      users: both(documents.users, users),
      groups: both(documents.groups, groups),
      wholeAccounts: both(documents.wholeAccounts, wholeAccounts),
      ...(organization && { organization: { ...documents.organization, ...organization } }),
    },
    ...(managedPolicies && { managedPolicies: both(managedPolicies, found.managedPolicies) }),
  };
}

/** Who can come to read these secrets and parameters, or all of them. The actors from which an attack may start default to everyone. */
export async function waysOf(
  source: SourceDocuments,
  { clusterObjects = [], throughChanges }: ChangesOptions,
  asked: { secrets?: readonly string[]; starts?(world: World): Actor[] } = {},
): Promise<{ throughChanges?: WaysAnswer }> {
  if (throughChanges === undefined) {
    if (clusterObjects.length === 0) return {};
    throw new UserError("--cluster-objects must come with --through-changes");
  }
  const { clusters, reasons: ofClusters, unknown } = await givenClusters(source, clusterObjects);
  const kinds = clusters.length > 0 ? [...KINDS, ...EKS_KINDS, ...KUBERNETES_KINDS] : KINDS;
  const beyond = await source.live?.beyond();
  const { organization, ...running } = beyond ?? {};
  const world = withClusters(
    { ...withOrganization(worldOf(source), organization), ...running },
    clusters,
  );
  const most = throughChanges === true ? {} : { most: throughChanges };
  const found = waysToRead(world, {
    kinds,
    commands: commandedClusters,
    ...most,
    ...(asked.secrets && { secrets: asked.secrets }),
    starts: asked.starts?.(world) ?? [...startsIn(world), ...startsInClusters(world)],
  });
  const { lookedAt, notLookedAt, reasons: ofWays, result, ways } = found;
  const declared = declaredIn(source);
  const all = source.everyone ?? source.documents;
  const granted = grantedIn({ ...all, grants: source.documents.grants });
  const others = ways.filter(({ secret, start }) => !granted.has(`${start.key} ${secret}`));
  const unread = [
    ...(source.gaps ?? []).map(({ reason }) => reason),
    ...ofClusters,
    ...(organization?.reasons ?? []),
  ];
  const reasons = [...ofWays, ...unread];
  const [reason] = reasons;
  const more = reasons.length > 1 ? ` (and ${reasons.length - 1} more)` : "";
  return {
    throughChanges: {
      result: unread.length > 0 || unknown.length > 0 ? "unknown" : result,
      ...(reason !== undefined && { reason: `${reason}${more}` }),
      ...most,
      kinds: kinds.length,
      ...(lookedAt.length > 0 && { lookedAt }),
      ...(notLookedAt.length > 0 && { notLookedAt }),
      ...(unknown.length > 0 && { unknownClusters: unknown }),
      ...(beyond && { unreadCompute: beyond.unreadCompute }),
      ways: others.map((way) => shownWay(way, all, declared)),
    },
  };
}

/** The actors of declared readers' pods, with what is granted to each: they need no change, even if they assume a role first. */
function grantedIn({ associations, grants, ...others }: AccessDocuments): ReadonlySet<string> {
  const ofReader = new Map(groupBy(associations ?? [], readerKey));
  return new Set(
    (grants ?? []).flatMap(({ reader, secret }) =>
      readersIn({
        ...others,
        associations: ofReader.get(readerKey(reader)) ?? [],
        principalKind: POD_IDENTITY,
      }).map(({ key }) => `${key} ${secret}`),
    ),
  );
}

/** ARNs of administrators and deployers, which are meant to be able to change who reads. */
function declaredIn({ documents, zone }: SourceDocuments): ReadonlySet<string> {
  return new Set([
    ...(documents.administrators ?? []).map(administratorArn),
    ...(zone?.accounts ?? []).flatMap(({ deployRole }) => deployRole ?? []),
  ]);
}

function shownWay(
  { read, reader, secret, start, steps }: Way,
  documents: AccessDocuments,
  declared: ReadonlySet<string>,
): WaysAnswer["ways"][number] {
  const worst = steps.flatMap(({ worstCase }) => worstCase ?? []);
  return {
    secret,
    start: {
      ...shownActor(start),
      ...(start.principal && becomesOf(documents, start.principal)),
    },
    declared: steps.some(({ actor }) => declared.has(identityOf(actor))),
    ...(worst.length > 0 && { supposes: [...new Set(worst)] }),
    steps: steps.map(({ actor, becomes, calls, kind, target }) => ({
      kind: kind.id,
      title: kind.title,
      actor: shownActor(actor),
      target,
      calls: calls.map((call) => {
        if ("other" in call) return call;
        const { decidedBy, reason } = call.decision;
        return { request: call.request, by: reason, ...(decidedBy && { statement: decidedBy }) };
      }),
      becomes: becomes.map(shownActor),
    })),
    read: { reader: shownActor(reader), request: read.request, by: read.decision.reason },
  };
}

function shownActor({ as, key, principal }: Actor) {
  return { key, ...(principal && { principal }), ...(as && { as: { ...as } }) };
}
