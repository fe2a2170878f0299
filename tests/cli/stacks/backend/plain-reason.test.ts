import { match, strictEqual } from "node:assert";
import { awsFailure } from "../../../../cli/aws/aws-error";
import { isListedLate, plainReason } from "../../../../cli/stacks/backend/plain-reason";

/** A message of the AWS provider and its SDK. */
const LISTED_LATE =
  'orders-only-policy: creating IAM (Identity & Access Management) Role Policies Exclusive ("orders"): operation error IAM: PutRolePolicy, 1 validation error(s) found.\n- missing required field, PutRolePolicyInput.PolicyDocument.';

const LATE =
  "If this run has just made it, AWS does not know it everywhere yet: run the command again in a minute";

/** The engine's message, the advice that is added, and its command. */
const ADVISED = `
orders-secret: creating Secrets Manager Secret (orders): api error InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.
how to have a secret again whose name is taken by the one that was deleted
To keep it with its value, run eks-pod-secrets restore SECRET, then this command again; to lose its value, aws secretsmanager delete-secret --force-delete-without-recovery
orders-role: creating IAM Role (orders): api error EntityAlreadyExists: Role with name orders already exists.
what to do about a name that is taken
Somebody else made it, or an earlier run that AWS did not answer: run eks-pod-secrets up again, which says what it is, and what to write in the inventory instead
orders-no-attachments: creating IAM Role Policy Attachments Exclusive: api error NoSuchEntityException: The role with name orders cannot be found.
that IAM may be late, where it does not know a role
${LATE}
orders-key: creating KMS Key: api error ThrottlingException: You have exceeded the rate.
that AWS wants patience, where it throttles or fails
AWS took no more calls, or failed: run the command again in a minute, with fewer stacks at once by --parallel
shop-driver: another operation (install/upgrade/rollback) is in progress.
how to end a run of Helm that was cut short
A run of Helm was cut short: helm list --namespace kube-system --pending names the release; take it back with helm rollback RELEASE --namespace kube-system, and run up again
shop-driver: CSIDriver "secrets-store.csi.k8s.io" in namespace "" exists and cannot be imported into the current release: invalid ownership metadata.
who has installed what Helm cannot
Something else has installed it: set secretsStoreCsi.install to existing; where an add-on of this stack did, eks-pod-secrets up takes that out first, and pulumi up does not
orders-secret: reading Secrets Manager Secret (arn:aws:secretsmanager:us-east-1:111111111111:secret:orders-AbCdEf) policy: contains invalid principals.
how to be rid of a role that a policy names and that was deleted
Its policy names a role or user that was deleted: take that from extraPolicyStatements, and run up without --refresh; to take the secret over, first put its policy without that (aws secretsmanager put-resource-policy)
orders-rotation: creating Secrets Manager Secret Rotation (orders): api error InvalidRequestException: A previous rotation isn't complete. That rotation will be reattempted.
how a rotation that hinders another one comes to its end
Wait for the rotation function to end and run again; one that failed for good ends when aws secretsmanager update-secret-version-stage takes AWSPENDING from its version
release csi-secrets-store: cannot re-use a name that is still in use.
what to do about a Helm release of somebody else
Somebody else has installed a Helm release of that name: write secretsStoreCsi.install: existing of this cluster to use it, or uninstall it with helm
web-service-account: Internal error occurred: etcdserver: request timed out.
that a cluster's API will do in a minute what it failed to do
The cluster's API took no more calls, or failed: run the command again in a minute
orders-key: api error ExpiredToken: The security token included in the request is expired.
what to do where the credentials' session has ended
The session of the credentials has ended: get new ones, and run the command again
`;

const reworded: [string, string[], string][] = [
  [
    "says which stack has to be deployed first",
    [
      'organization/p/a.secrets: unknown stack "organization/eks-pod-secrets/a.secrets"',
      "update failed",
    ],
    "needs stack a.secrets, which is not deployed; run eks-pod-secrets up --only a.secrets first",
  ],
  [
    "says the same once of one that was destroyed, or whose deployment failed",
    [
      "Required output 'secrets' does not exist on stack 'organization/p/b.secrets'.",
      "Required output 'keys' does not exist on stack 'organization/p/b.secrets'.",
    ],
    "needs stack b.secrets, which is not deployed; run eks-pod-secrets up --only b.secrets first",
  ],
  [
    "names the file of a stack's settings that cannot be read",
    ["getting stack configuration: invalid YAML file: yaml: line 1: did not find expected node"],
    "its settings, Pulumi.STACK.yaml beside the project's Pulumi.yaml, cannot be used: invalid YAML file: yaml: line 1: did not find expected node",
  ],
  [
    "says how to delete what is protected, once for each",
    [
      "orders-secret: resource \"urn:pulumi:b.secrets::p::aws:secretsmanager/secret:Secret::orders-secret\" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`, or use the command:\n`pulumi state unprotect 'urn:x'`",
    ],
    "orders-secret: it is protected and stays; to delete it, set protect to false and run up first",
  ],
  [
    "leaves out what the engine wraps around a contract between stacks",
    [
      'error serializing property "metadata": error serializing property "policy": output secrets.newer of stack b.secrets must be an ARN of secretsmanager, got nothing; run pulumi up -s b.secrets first',
      'error serializing property "objects": output secrets.newer of stack b.secrets must be an ARN of secretsmanager, got nothing; run pulumi up -s b.secrets first',
    ],
    "output secrets.newer of stack b.secrets must be an ARN of secretsmanager, got nothing; run pulumi up -s b.secrets first",
  ],
  [
    "leaves out stack traces",
    [
      "Running program '/p/bin/stacks/index.js' failed with an unhandled exception:\n<ref *1> RunError: stack c.workloads must be of an account of the inventory\n    at stackScope (/p/stacks/stack-name.ts:20:11)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5) {\n  promise: Promise { <rejected> [Circular *1] }\n}",
    ],
    "stack c.workloads must be of an account of the inventory",
  ],
  [
    "leaves them out where the CLI says that it is an error, too",
    [
      "error: Running program '/p/bin/stacks/index.js' failed with an unhandled exception:\nError: ENOENT: no such file or directory, lstat '/nope'\n    at Object.realpathSync (node:fs:2741:29)",
    ],
    "ENOENT: no such file or directory, lstat '/nope'",
  ],
  [
    "keeps several reasons, each once",
    [
      "orders-role: AccessDenied: not yours",
      "orders-role: AccessDenied: not yours",
      "orders-key: LimitExceeded",
    ],
    "orders-role: AccessDenied: not yours\norders-key: LimitExceeded",
  ],
  [
    "leaves out that an error is one",
    ["error: get stack secrets manager: incorrect passphrase"],
    "get stack secrets manager: incorrect passphrase",
  ],
  ["says that it failed where nothing else is known", ["update failed"], "update failed"],
  [
    "keeps lines that only begin like a trace",
    ["web: not ready\n    at least one pod must run"],
    "web: not ready\n    at least one pod must run",
  ],
];

describe("plainReason", () => {
  for (const [, error, what, advice] of ADVISED.matchAll(/(.+)\n(.+)\n(.+)\n/g)) {
    it(`says ${what}`, () => strictEqual(plainReason([error ?? ""]), `${error} ${advice}`));
  }
  it("says that IAM may be late, where it does not list a role's policy", () =>
    strictEqual(plainReason([LISTED_LATE]), `${LISTED_LATE} ${LATE}`));
  for (const [title, errors, reason] of reworded) {
    it(title, () => strictEqual(plainReason(errors), reason));
  }
});

describe("isListedLate", () => {
  it("is so where nothing else has failed", () => {
    strictEqual(isListedLate([LISTED_LATE, "update failed"]), true);
    const gone = LISTED_LATE.replace(/operation error.*/s, "api error NoSuchEntity: policy read");
    strictEqual(isListedLate([gone]), true);
    strictEqual(isListedLate([LISTED_LATE, "orders-role: AccessDenied: not yours"]), false);
    strictEqual(isListedLate(["update failed"]), false);
  });
});

describe("a clock that is wrong", () => {
  it("is named where AWS takes a signature for another time's, to the engine or to the command", () => {
    const said = "InvalidSignatureException: Signature not yet current: 20261201T000000Z";
    const advice = /The clock of this machine is wrong: set it/;
    match(plainReason([said]), advice);
    match(awsFailure(new Error(said), "cannot ask", undefined).message, advice);
  });
});
