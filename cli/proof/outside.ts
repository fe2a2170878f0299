import type { AccessDocuments } from "eks-pod-secrets/access";
import { clusterName, parseArn } from "eks-pod-secrets/grant";
import { OPENING_ACTIONS } from "iam-proof";
import type { GuardsInForce } from "../guard/guards-in-force";
import { compareNames, firstOf } from "../terminal/printed-text";
import { oneLock } from "./one-lock";

/**
 * Who and what these documents cannot stop, and what can. `changers`: those of the owners' and readers' accounts whose policies
 * let them change the documents, if these were read. `guards` bind everybody in their accounts except the exempt.
 */
export function outside(
  documents: AccessDocuments,
  changers?: string[],
  guards: GuardsInForce = new Map(),
): string[] {
  return [
    ...readersSide(documents, changers, guards),
    ...ownersSide(documents, changers, guards),
    ...[...guards].map(
      ([account, exempt]) =>
        `those whom the guard of ${account} exempts: ${firstOf(exempt, 20)}; whoever is one of them, or may become one or change what runs with its rights, may change there who reads; eks-pod-secrets guard says whom no control policy binds`,
    ),
    "copies of a value in Kubernetes Secrets, backups, logs and other services that keep what a reader has read",
    "nodes: whoever controls a node has the credentials of every pod on it; grants of a key that are made later; mistakes of AWS itself",
  ];
}

/** Who may become a reader, or read with a reader's pods. */
function readersSide(
  { associations, grants }: AccessDocuments,
  changers: string[] | undefined,
  guards: GuardsInForce,
): string[] {
  const roles = [...new Set((associations ?? []).map(({ roleArn }) => roleArn))].filter(
    (arn) => !guards.has(accountOf(arn)),
  );
  const accounts = [...new Set(roles.map(accountOf))].sort(compareNames);
  const clusters = new Set(
    [...(associations ?? []), ...(grants ?? []).map(({ reader }) => reader)].map(({ clusterArn }) =>
      clusterName(clusterArn),
    ),
  );
  const named = `of cluster ${firstOf([...clusters].sort(compareNames))}`;
  return [
    ...(accounts.length > 0
      ? [
          `the IAM administrators of ${firstOf(accounts)}: they can change the trust policy of a reader's role, create the role anew, or give it to pods of their own (eks:CreatePodIdentityAssociation with iam:PassRole), and so read what any reader reads; eks-pod-secrets guard writes the control policies that stop them; ${whoTheyAre(accounts, changers)}`,
        ]
      : []),
    ...(clusters.size > 0
      ? [
          `rights in Kubernetes ${named}: these also read what a reader reads: whoever may create pods with its service account or change what creates them, run commands in its pods (pods/exec, pods/attach, pods/ephemeralcontainers), make its tokens (serviceaccounts/token), or administer the cluster in Kubernetes or EKS`,
        ]
      : []),
  ];
}

/** Who may open a secret, or handles its value. */
function ownersSide(
  documents: AccessDocuments,
  changers: string[] | undefined,
  guards: GuardsInForce,
): string[] {
  const { associations, parameters, secrets } = documents;
  const targets = (associations ?? []).filter(({ targetRoleArn }) => targetRoleArn).length;
  const owned = [...(secrets ?? []), ...(parameters ?? [])];
  const all = [...new Set(owned.map(({ arn }) => accountOf(arn)))];
  const owners = all.filter((account) => !guards.has(account));
  const which = owners.length < all.length ? ` ${firstOf(owners)}` : "";
  return [
    ...(targets > 0
      ? [
          `readers that read as a role of the owner (${targets}) have one lock, not two: only the trust policy of that role protects what they read`,
        ]
      : []),
    ...oneLock(documents),
    ...(owners.length > 0
      ? [
          `whoever in the owners' accounts${which} may change these policies (secretsmanager:PutResourcePolicy, UpdateSecret, RotateSecret or ReplicateSecretToRegions, kms:PutKeyPolicy or CreateGrant), change IAM there, or run something as a role that reads (iam:PassRole), even if they are no named administrators; ${whoTheyAre(owners, changers)}`,
        ]
      : []),
    ...((secrets ?? []).some(({ rotation }) => rotation)
      ? [
          "the code of a rotation function, and whoever may change it or run another function as its role: the function reads the values",
        ]
      : []),
  ];
}

/** Who in the accounts may do so. No list of calls can show that nobody else may. */
function whoTheyAre(accounts: string[], changers: string[] | undefined): string {
  if (!changers) return "only --live can name some of them";
  const own = changers.filter((arn) => accounts.includes(accountOf(arn)));
  const calls = `the ${OPENING_ACTIONS.length} calls that are known to do so`;
  if (own.length === 0) {
    return `roles and users that were read may do so by other calls: their policies do not allow ${calls}`;
  }
  return `their policies allow one of ${calls}, whatever conditions and denials say: ${firstOf(own, 20)}; others may do so by other calls`;
}

function accountOf(arn: string): string {
  return parseArn(arn)?.account ?? "";
}
