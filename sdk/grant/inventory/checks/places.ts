import { canDecrypt } from "../../../rules/mounts";
import { unknownRegion } from "../../../rules/names";
import { type Path, type Report, shown } from "../../../rules/problem";
import type { ResolvedParameterGrant, ResolvedSecretGrant } from "../../landing-zone/landing-zone";
import type { GrantDraft } from "../resolve/readers";
import type { Inventory } from "../schema/inventory";

/** Every object is where its reader looks for it, and under a key that the reader can use there. */
export function checkPlaces(drafts: readonly GrantDraft[], report: Report): void {
  for (const { grant, path } of drafts) {
    if (grant.kind === "parameter") checkParameter(grant, path, report);
    else checkSecret(grant, path, report);
  }
}

function checkParameter(
  { reader, regions, target }: ResolvedParameterGrant,
  path: GrantDraft["path"],
  report: Report,
): void {
  const [region, failover] = regions;
  const { targetRole } = reader;
  if (targetRole) {
    report(
      path,
      `will not be read: in mode targetRole the pod reads as a role of ${targetRole.account.name}, and parameter ${shown(target.id)} is of ${target.account.name}; give it a reader of its own`,
      "warning",
    );
  }
  if (target.region !== region) {
    report(
      path,
      `must be a parameter of ${region}, where the reader reads, got ${shown(target.id)} of ${target.region}; set region of readers.${reader.id} to ${target.region}`,
    );
  } else if (failover !== undefined && !targetRole) {
    report(
      path,
      `will not be mounted: a reader with failoverRegion needs every object in both regions, and parameter ${shown(target.id)} is in ${target.region} only; give it a reader of its own`,
      "warning",
    );
  }
}

function checkSecret(grant: ResolvedSecretGrant, path: GrantDraft["path"], report: Report): void {
  const { reader, regions, target } = grant;
  if (target.account.partition !== reader.cluster.account.partition) {
    report(
      path,
      `must be a secret of partition ${reader.cluster.account.partition}, got ${shown(target.id)} of ${target.account.partition}; no role is valid in two partitions`,
    );
    return;
  }
  for (const region of regions) {
    const copy = copyIn(grant, region);
    if (!copy) {
      const role =
        region === reader.failoverRegion ? "the failover region" : "where the reader reads";
      report(
        path,
        `must be a secret of ${region}, ${role}, got ${shown(target.id)} of ${target.region}; set region of readers.${reader.id}${target.external ? "" : `, or add a replica in ${region}`}`,
      );
    } else if (
      reader.mode === "resourcePolicy" &&
      !canDecrypt(reader.role.account.id, target.account.id, copy.key)
    ) {
      const what = region === target.region ? "its" : `its replica in ${region} a`;
      const instead = reader.external ? "" : ", or read it in mode targetRole";
      const wayOut = target.external
        ? "set key to the ARN of its key, which its owner must give it"
        : `give ${what} key${instead}`;
      report(
        path,
        `must be a secret with a customer managed key, got ${shown(target.id)} of ${target.account.name}, which another account cannot decrypt under the AWS managed key; ${wayOut}`,
      );
    }
  }
}

function copyIn({ target }: ResolvedSecretGrant, region: string) {
  if (region === target.region) return target;
  return target.replicas.find((replica) => replica.region === region);
}

/** Keys whose values are the user's own words, among which `region` means nothing. */
const OWN_WORDS = ["data", "extraPolicyStatements", "tags"];

/** Warns of each region that AWS is not known to have, where it is written. */
export function checkRegions(inventory: Inventory, report: Report): void {
  const visit = (value: unknown, path: Path): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key];
      if (typeof inner === "string" && /^(region|failoverRegion)$/.test(key)) {
        report(at, unknownRegion(inner), "warning");
      } else if (!OWN_WORDS.includes(key)) visit(inner, at);
    }
  };
  visit(inventory, []);
}
