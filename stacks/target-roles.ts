import * as pulumi from "@pulumi/pulumi";
import type { ResolvedAccount, ResolvedReader, ResolvedSecret } from "eks-pod-secrets/grant";
import { type FormerWays, formerRegions } from "eks-pod-secrets/policy";
import type { HeldResources } from "./held-resources";

type TargetRoles = FormerWays["targetRoles"];

/** Readers that still read as a target role. The role keeps those reads that the reader still has in this account. */
export function formerTargets(
  account: ResolvedAccount,
  targetRoles: TargetRoles,
  readers: readonly ResolvedReader[],
): ResolvedReader[] {
  return readers.flatMap((reader) => {
    const targetRole = targetRoles.get(reader.id);
    const grants = reader.grants.filter(({ target }) => target.account === account);
    return targetRole ? [{ ...reader, targetRole, grants }] : [];
  });
}

/**
 * A reader with a target role in this account. As that role it may also read the old secrets, and in its former regions, until its
 * pods mount the new ones.
 */
export function readingFormers(
  reader: ResolvedReader,
  formers: readonly ResolvedSecret[],
  ways: FormerWays,
): ResolvedReader {
  const old = formers.flatMap(({ grants }) => grants.filter((one) => one.reader === reader));
  const grants = [...reader.grants, ...old].map((one) =>
    one.kind === "secret" ? { ...one, regions: formerRegions(one, ways) } : one,
  );
  return { ...reader, grants };
}

/** Type of the parent of a target role that was created while the reader's former one had its place. It stays there afterwards. */
const OTHER_PLACE = "eks-pod-secrets:index:OtherTargetRole";

/**
 * Whether a reader's target role is in the other place: the stack holds it there, or the usual place still has the one that the
 * reader reads as.
 */
export function isInOtherPlace(
  { id, targetRole }: Pick<ResolvedReader, "id" | "targetRole">,
  targetRoles: TargetRoles,
  held: HeldResources,
): boolean {
  const placeOf = (arn: string | undefined) => {
    const [place] = Object.entries(held).filter(
      ([urn, { outputs }]) =>
        urn.endsWith(`:PodTargetRole$aws:iam/role:Role::${id}-role`) && outputs?.arn === arn,
    );
    return place?.[0].includes(OTHER_PLACE);
  };
  return placeOf(targetRole?.arn) ?? placeOf(targetRoles.get(id)?.arn) === false;
}

/** The options of a target role in the other place. */
export function inOtherPlace(name: string): pulumi.ComponentResourceOptions {
  return { parent: new pulumi.ComponentResource(OTHER_PLACE, name) };
}
