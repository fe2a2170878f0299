import { type Path, type Report, shown } from "../../../rules/problem";
import type {
  ResolvedCluster,
  ResolvedGrant,
  ResolvedReader,
} from "../../landing-zone/landing-zone";
import { deployedRole } from "../../landing-zone/names";
import { externalReader } from "./external";
import type { GrantDraft, ReaderDraft } from "./readers";
import { ownArn } from "./references";

/**
 * Reports settings that do not work for pods that get their role with their own tokens: such sessions have no tags and no target
 * role.
 */
export function checkIdentity({ entry, path, reader }: ReaderDraft, report: Report): void {
  const { cluster, identity } = reader;
  if (identity === "podIdentity") return;
  const refuse = (why: string) =>
    report([...path, "identity"], `must be podIdentity, got ${shown(identity)}${why}`);
  if (lacksProvider(cluster)) refuse(`: ${providerAdvice(cluster)}`);
  if (reader.mode === "targetRole") {
    refuse(
      " in mode targetRole: a target role is a part of a Pod Identity association; write mode: resourcePolicy",
    );
  } else if (entry.targetRoleName !== undefined) {
    const says = `must be left out with identity ${identity}, got ${shown(entry.targetRoleName)}: a target role is a part of a Pod Identity association`;
    report([...path, "targetRoleName"], says);
  }
  if (!reader.createServiceAccount) {
    const says = `creates no service account ${shown(reader.serviceAccount)}: whoever makes it must annotate it with eks.amazonaws.com/role-arn=${reader.role.arn}, or pods get no role by their tokens`;
    report([...path, "identity"], says, "warning");
  }
  checkTags({ path, reader }, report);
}

/** Reports a reader whose sessions have no tags if it reads a secret that demands them. */
export function checkTags(
  { path, reader: { grants, identity } }: Pick<ReaderDraft, "path" | "reader">,
  report: Report,
): void {
  const tagged = identity === "podIdentity" ? undefined : grants.find(isTagged);
  if (tagged) {
    report(
      [...path, "identity"],
      `must be podIdentity, got ${shown(identity)} with secret ${shown(tagged.target.id)} of style attributes: sessions of IAM roles for service accounts have no tags that could agree with the secret's; write style: exact`,
    );
  }
}

function lacksProvider({ create, oidcProvider }: ResolvedCluster): boolean {
  return create === undefined && oidcProvider === undefined;
}

function providerAdvice({ id }: ResolvedCluster): string {
  return `cluster ${id} exists and the inventory does not say which OIDC provider IAM has for it; set clusters.${id}.oidcProvider to its ARN`;
}

function isTagged({ kind, target }: ResolvedGrant): boolean {
  return kind === "secret" && target.style === "attributes";
}

/**
 * The former role of a reader, as a reader that others deploy. It may read this inventory's secrets that the reader reads. Call
 * this after the reader's grants and mode are set.
 */
export function resolveFormerRole(
  { entry: { formerRole }, path: readerPath, reader }: ReaderDraft,
  report: Report,
): { draft: ReaderDraft; grants: GrantDraft[] }[] {
  if (formerRole === undefined) return [];
  const given = typeof formerRole === "string" ? { role: formerRole } : formerRole;
  const path: Path = [...readerPath, "formerRole"];
  const at = typeof formerRole === "string" ? path : [...path, "role"];
  const { cluster, clusterArn, namespace, serviceAccount } = reader;
  ownArn(given.role, cluster.account, at, report);
  if (given.identity === "irsa") {
    if (lacksProvider(cluster)) {
      const says = `must be podIdentity, got "irsa": ${providerAdvice(cluster)}`;
      report([...path, "identity"], says);
    }
  }
  const role = deployedRole(given.role, cluster.account);
  const former: ResolvedReader = {
    ...externalReader(
      `${reader.id} (former role)`,
      { ...given, region: reader.region },
      {
        ...{ cluster, clusterArn, namespace, serviceAccount, role },
      },
    ),
    formerOf: reader.id,
  };
  const draft: ReaderDraft = { reader: former, entry: {}, path };
  const grants = reader.grants.flatMap((grant) => formerGrant(grant, draft));
  checkTags(draft, report);
  return [{ draft, grants }];
}

/** The grants of a former role. Parameters need nothing from their owner, and secrets of others are declared by their owners. */
function formerGrant(grant: ResolvedGrant, { path, reader }: ReaderDraft): GrantDraft[] {
  if (grant.kind === "parameter" || grant.target.external) return [];
  const own = { ...grant, reader };
  reader.grants.push(own);
  grant.target.grants.push(own);
  return [{ grant: own, entry: {}, path }];
}
