import type { AccessDocuments } from "eks-pod-secrets/access";
import { type LandingZone, parseArn, readerKey } from "eks-pod-secrets/grant";
import { grouped } from "iam-proof/collections";
import { isUntagged } from "iam-proof/domain";
import { firstOf } from "../terminal/printed-text";

/** The most names of a list that are shown. */
const MOST_NAMES = 5;

/** What is weaker for readers of other accounts' secrets whose sessions have no tags; empty if there are none. */
export function oneLock({ associations, grants }: AccessDocuments): string[] {
  const granted = grouped(grants ?? [], ({ reader }) => [readerKey(reader)]);
  const untagged = (associations ?? []).filter(isUntagged);
  return says(
    untagged.flatMap((one) => {
      const { namespace, roleArn, serviceAccount, targetRoleArn } = one;
      const isAcross = granted
        .get(readerKey(one))
        ?.some(({ secret }) => accountOf(secret) !== accountOf(targetRoleArn ?? roleArn));
      return isAcross ? [`${namespace}/${serviceAccount} as ${roleArn}`] : [];
    }),
  );
}

/** The same for an inventory, with its readers' names. */
export function oneLockIn({ externalReaders, readers }: LandingZone): string[] {
  const untagged = [...readers, ...externalReaders].filter(
    ({ formerOf, identity }) => identity === "irsa" || (identity === "both" && !formerOf),
  );
  return says(
    untagged.flatMap(({ grants, id, role }) =>
      grants.some(({ target }) => target.account.id !== accountOf(role.arn)) ? [id] : [],
    ),
  );
}

function says(all: string[]): string[] {
  if (all.length === 0) return [];
  return [
    `readers of other accounts' secrets with one lock in place of two, as their sessions have no tags of the pod: ${firstOf(all, MOST_NAMES)}; only the trust policy of the reader's role protects what they read; with identity podIdentity the owner's policies demand the tags as well`,
  ];
}

function accountOf(arn: string): string {
  return parseArn(arn)?.account ?? "";
}
