import { REFUSED_REQUESTS } from "../../aws/aws-error";

/** AWS's errors if a role, secret or alias with this name exists. */
const TAKEN = /EntityAlreadyExists|ResourceExistsException|AlreadyExistsException/;

/** The provider's errors about a role's list of policies if IAM does not list a new policy yet, or still lists a deleted one. */
const LISTED_LATE =
  /Role Polic(?:ies|y Attachments) Exclusive.*(?:PutRolePolicyInput\.PolicyDocument|NoSuchEntity)/s;

/** The provider's errors if the connection to a cluster ended before the answer. */
const ANSWER_LOST = /"https:[^"]*": .*(?:\bEOF|connection reset by peer|client connection lost)/;

/** What to do about errors of AWS and its provider that do not say so themselves. */
const REMEDIES: [error: RegExp, remedy: string][] = [
  [
    /cannot re-use a name that is still in use/,
    "Somebody else has installed a Helm release of that name: write secretsStoreCsi.install: existing of this cluster to use it, or uninstall it with helm",
  ],
  [
    TAKEN,
    "Somebody else made it, or an earlier run that AWS did not answer: run eks-pod-secrets up again, which says what it is, and what to write in the inventory instead",
  ],
  [
    /already scheduled for deletion/,
    "To keep it with its value, run eks-pod-secrets restore SECRET, then this command again; to lose its value, aws secretsmanager delete-secret --force-delete-without-recovery",
  ],
  [
    /contains invalid principals/,
    "Its policy names a role or user that was deleted: take that from extraPolicyStatements, and run up without --refresh; to take the secret over, first put its policy without that (aws secretsmanager put-resource-policy)",
  ],
  [
    /previous rotation isn't complete/,
    "Wait for the rotation function to end and run again; one that failed for good ends when aws secretsmanager update-secret-version-stage takes AWSPENDING from its version",
  ],
  [
    /NoSuchEntity.*cannot be found|Role provided in the request does not exist|PutRolePolicyInput\.PolicyDocument/,
    "If this run has just made it, AWS does not know it everywhere yet: run the command again in a minute",
  ],
  ...REFUSED_REQUESTS,
  [
    /\b(?:Throttling(?:Exception)?|TooManyRequestsException|RequestLimitExceeded|InternalFailure|ServiceUnavailable)\b/,
    "AWS took no more calls, or failed: run the command again in a minute, with fewer stacks at once by --parallel",
  ],
  [
    /error reading from server: |exited prematurely/,
    "The provider's process ended, often because the machine has too little memory: run the command again, with fewer stacks at once by --parallel; up takes in what it has made",
  ],
  [
    /etcdserver: |the server has received too many requests|could not be completed at this time, please try again/,
    "The cluster's API took no more calls, or failed: run the command again in a minute",
  ],
  [
    /another operation \(install\/upgrade\/rollback\) is in progress/,
    "A run of Helm was cut short: helm list --namespace kube-system --pending names the release; take it back with helm rollback RELEASE --namespace kube-system, and run up again",
  ],
  [
    /cannot be imported into the current release: invalid ownership metadata/,
    "Something else has installed it: set secretsStoreCsi.install to existing; where an add-on of this stack did, eks-pod-secrets up takes that out first, and pulumi up does not",
  ],
];

/** The engine's errors if a provider's process has ended. */
const PROVIDER_GONE =
  /error reading from server: |transport: Error while dialing|transport is closing|client connection is closing/;

/** Whether a provider ended before it reported a result. */
export function isProviderGone(error: string): boolean {
  return PROVIDER_GONE.test(error);
}

/** Whether AWS refused to create something because its name is taken. */
export function isNameTaken(error: string): boolean {
  return TAKEN.test(error);
}

/** The provider's errors if a secret, a replica of it or a key was deleted before. How AWS refuses a missing replica is not documented. */
const DELETED_BEFORE = [
  /(?:deleting|removing) Secrets? Manager Secret.*(?:already scheduled|marked) for deletion/s,
  /removing Secrets Manager Secret \S+ replicas: .*InvalidParameterException/s,
  /(?:deleting Secrets? Manager Secret Rotation|KMS Key policy) .*NotFoundException/is,
];

/** Whether AWS refused to delete a secret, or what belongs to a secret or key, because that was deleted before. */
export function isDeletedBefore(error: string): boolean {
  return DELETED_BEFORE.some((one) => one.test(error));
}

/** Whether a cluster may have done what is reported as failed. */
export function isAnswerLost(error: string): boolean {
  return ANSWER_LOST.test(error);
}

/** Whether a cluster already has an object with this name. */
export function isObjectThere(error: string): boolean {
  return /"[^"]+" already exists/.test(error);
}

/** Whether a run failed only because IAM's lists lag behind. */
export function isListedLate(errors: readonly string[]): boolean {
  const reasons = errors.filter((one) => !FAILED.test(one));
  return reasons.length > 0 && reasons.every((one) => LISTED_LATE.test(one));
}

/** The engine's message that it failed, without a reason. */
const FAILED = /^(update|preview|destroy|refresh) failed$/;

/** The engine's errors if a stack that another one needs does not exist or is empty. */
const MISSING_STACKS = [
  /unknown stack "?([^"\s]+)"?/,
  /no stack named '([^']+)' found/,
  /Required output '\w+' does not exist on stack '([^']+)'/,
];

/**
 * Why a stack failed, from the errors of its run: each error once, in its own words, without the engine's wrapping and without
 * stack traces, which do not help with errors of the inventory or of AWS.
 */
export function plainReason(errors: readonly string[]): string {
  const words = [...new Set(errors.map(plain))].filter((one) => one !== "");
  const said = words.filter((one) => !FAILED.test(one));
  return (said.length > 0 ? said : words).join("\n");
}

function plain(error: string): string {
  const missing = MISSING_STACKS.map((said) => said.exec(error)?.[1]).find(Boolean);
  if (missing !== undefined) {
    const stack = missing.slice(missing.lastIndexOf("/") + 1);
    return `needs stack ${stack}, which is not deployed; run eks-pod-secrets up --only ${stack} first`;
  }
  if (/PULUMI_ACCESS_TOKEN must be set for login/.test(error)) {
    return "no Pulumi backend, which keeps the stacks' state, is logged in to: run pulumi login, as in pulumi login s3://BUCKET, or set PULUMI_BACKEND_URL, and for Pulumi Cloud PULUMI_ACCESS_TOKEN";
  }
  if (/new stack: passphrase must be set/.test(error)) {
    return "a new stack needs what its secrets are encrypted with: PULUMI_CONFIG_PASSPHRASE, PULUMI_CONFIG_PASSPHRASE_FILE, or a key, as in --secrets-provider 'awskms://alias/pulumi?region=eu-central-1'";
  }
  const words = withoutTrace(error)
    .replace(/^error: /, "")
    .replace(/^Running program '.*' failed with an unhandled exception:\s*/s, "")
    .replace(
      /^getting stack configuration: (?=invalid|read |could not)/,
      "its settings, Pulumi.STACK.yaml beside the project's Pulumi.yaml, cannot be used: ",
    )
    .replace(
      /(?:Preview failed: )?resource "[^"]+" cannot be (?:deleted|replaced)\s+because it is protected\.[\s\S]*/,
      "it is protected and stays; to delete it, set protect to false and run up first",
    )
    .replace(/before hook "[^"]+" failed: /, "")
    .replace(/(?:error serializing property "[^"]*": )+/g, "")
    .replace(/^(?:<ref \*\d+> )?(?:Unhandled|Run|Input)?(?:Property)?Error: /, "")
    .trim();
  const remedy = REMEDIES.find(([error]) => error.test(words))?.[1];
  if (remedy === undefined) return words;
  return `${words}${/[.!?]$/.test(words) ? "" : "."} ${remedy}`;
}

/** Removes the lines of a stack trace, and the values that Node.js prints with it. */
function withoutTrace(error: string): string {
  const lines = error.split("\n");
  const trace = lines.findIndex((line) => /^\s+at .*(?:[):]|\.[jt]s:\d+)/.test(line));
  return (trace === -1 ? lines : lines.slice(0, trace)).join("\n");
}
