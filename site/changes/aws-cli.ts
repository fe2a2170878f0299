import { type AccessRequest, OPEN_TO_ALL, type RawPolicy, type World } from "../../proof";
import { copiesOf } from "../../proof/changes/confirm";
import { ALLOWS_ALL, hasDenial, TRUSTS_ALL } from "../../proof/changes/worlds";
import { parseArn, regionOf } from "../../proof/names";

/** A call of a way, and the world at the time of the call. */
export interface Asked {
  request: AccessRequest;
  world: World;
}

/** Actions that nobody calls with the AWS CLI. Another call makes them for the caller, or they are only rights. */
const IMPLIED = new Set([
  "iam:PassRole",
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "sts:SetSourceIdentity",
  "sts:TagSession",
]);

/** Placeholder for the role that the caller passes. */
export const PASSED_ROLE = "PASSED_ROLE";
/** Code that returns the credentials of its role, and the file that takes its answer. */
export const CODE_FILE = "code.zip";
export const CREDENTIALS_FILE = "credentials.json";
const CODE = `fileb://${CODE_FILE}`;

type Arguments = (asked: Call) => string[][];

/** A request, with the values that commands take from it. */
interface Call {
  arn: string;
  /** The last part of the ARN. */
  name: string;
  /** All values of a condition key of the request. */
  all(key: string): string[];
  /** The first of these values. */
  one(key: string): string;
  /** Name of the user that calls. If no user calls, name of the first user in the documents. */
  caller: string;
  world: World;
}

const once =
  (...given: (string | RawPolicy | ((call: Call) => string | string[]))[]): Arguments =>
  (call) => [
    given.flatMap((one) => {
      if (typeof one === "function") return one(call);
      return typeof one === "string" ? one : JSON.stringify(one);
    }),
  ];

const arn = ({ arn }: Call) => arn;
const name = ({ name }: Call) => name;
const functionName = ({ arn }: Call) => arn.slice(arn.lastIndexOf(":") + 1);
const policyArn = ({ one }: Call) => one("iam:PolicyARN");
const boundary = ({ one }: Call) => one("iam:PermissionsBoundary");
const tags = ({ all, one }: Call) => {
  const keys = all("aws:RequestTag/");
  return keys.map((key) => `Key=${key},Value=${one(`aws:RequestTag/${key}`)}`);
};
const tagKeys = ({ all }: Call) => all("aws:TagKeys");
const secret = once("--secret-id", arn);
const key = once("--key-id", arn);

/** Commands of one operation for roles, users and groups. `rest` gives the arguments after the name. */
const identities = (operation: string, rest: Arguments): Record<string, Arguments> =>
  Object.fromEntries(
    ["Role", "User", "Group"].map((sort) => [
      `iam:${operation.replace("*", sort)}`,
      (call: Call) =>
        rest(call).map((more) => [`--${sort.toLowerCase()}-name`, call.name, ...more]),
    ]),
  );

/** Arguments that follow the operation in a command, by action. */
const ARGUMENTS: Record<string, Arguments> = {
  "secretsmanager:GetSecretValue": secret,
  "secretsmanager:DeleteResourcePolicy": secret,
  "secretsmanager:RestoreSecret": secret,
  "secretsmanager:StopReplicationToReplica": secret,
  "secretsmanager:PutResourcePolicy": once("--secret-id", arn, "--resource-policy", OPEN_TO_ALL),
  "secretsmanager:ReplicateSecretToRegions": once(
    ...["--secret-id", arn, "--add-replica-regions"],
    ({ one }: Call) => `Region=${one("secretsmanager:AddReplicaRegions")}`,
    ({ one }: Call) =>
      one("secretsmanager:ForceOverwriteReplicaSecret") === "true"
        ? ["--force-overwrite-replica-secret"]
        : [],
  ),
  "secretsmanager:RemoveRegionsFromReplication": once(
    ...["--secret-id", arn, "--remove-replica-regions"],
    ({ arn, world }: Call) =>
      copiesOf(world, arn).flatMap((one) => (one === arn ? [] : regionOf(one))),
  ),
  "secretsmanager:UpdateSecret": once(
    ...["--secret-id", arn, "--kms-key-id"],
    ({ one }: Call) => one("secretsmanager:KmsKeyArn") || "alias/aws/secretsmanager",
  ),
  "secretsmanager:TagResource": once("--secret-id", arn, "--tags", tags),
  "secretsmanager:UntagResource": once("--secret-id", arn, "--tag-keys", tagKeys),
  "kms:CreateKey": once("--policy", OPEN_TO_ALL, "--region", ({ one }: Call) =>
    one("aws:RequestedRegion"),
  ),
  "kms:EnableKey": key,
  "kms:CancelKeyDeletion": key,
  "kms:PutKeyPolicy": once("--key-id", arn, "--policy", OPEN_TO_ALL),
  "kms:CreateGrant": once(
    ...["--key-id", arn, "--operations", "Decrypt", "--grantee-principal"],
    ({ one }: Call) => one("kms:GranteePrincipal"),
  ),
  "kms:ReplicateKey": once(
    ...["--key-id", arn, "--replica-region", ({ one }: Call) => one("kms:ReplicaRegion")],
    ...["--policy", OPEN_TO_ALL],
  ),
  "secretsmanager:BatchGetSecretValue": once("--secret-id-list", arn),
  "ssm:GetParameter": once("--name", name, "--with-decryption"),
  "ssm:GetParameterHistory": once("--name", name, "--with-decryption"),
  "ssm:GetParameters": once("--names", name, "--with-decryption"),
  "ssm:GetParametersByPath": once("--path", pathOf, "--with-decryption"),
  "sts:AssumeRole": once(
    ...["--role-arn", arn, "--role-session-name", "attacker"],
    ({ all }: Call) => all("sts:ExternalId").flatMap((id) => ["--external-id", id]),
    ({ all }: Call) => all("sts:SourceIdentity").flatMap((id) => ["--source-identity", id]),
    (call: Call) => (tags(call).length > 0 ? ["--tags", ...tags(call)] : []),
  ),
  "iam:UpdateAssumeRolePolicy": once("--role-name", name, "--policy-document", TRUSTS_ALL),
  ...identities("Put*Policy", once("--policy-name", "attacker", "--policy-document", ALLOWS_ALL)),
  ...identities("Attach*Policy", once("--policy-arn", policyArn)),
  ...identities("Detach*Policy", once("--policy-arn", policyArn)),
  ...identities("Delete*Policy", ({ arn, world }) =>
    inlineNames(world, arn).map((one) => ["--policy-name", one]),
  ),
  ...identities("Put*PermissionsBoundary", once("--permissions-boundary", boundary)),
  ...identities("Delete*PermissionsBoundary", once()),
  ...identities("Tag*", once("--tags", tags)),
  ...identities("Untag*", once("--tag-keys", tagKeys)),
  "iam:DeleteRole": once("--role-name", name),
  "iam:CreateRole": once(
    ...["--role-name", name, "--path", pathOf, "--assume-role-policy-document", TRUSTS_ALL],
    boundaryArguments,
  ),
  "iam:CreateUser": once("--user-name", name, "--path", pathOf, boundaryArguments),
  "iam:CreateAccessKey": once("--user-name", name),
  "iam:AddUserToGroup": once("--group-name", name, "--user-name", ({ caller }: Call) => caller),
  "iam:CreatePolicy": once(
    ...["--policy-name", name, "--path", pathOf, "--policy-document", ALLOWS_ALL],
  ),
  "iam:CreatePolicyVersion": once(
    ...["--policy-arn", arn, "--policy-document", ALLOWS_ALL, "--set-as-default"],
  ),
  "lambda:CreateFunction": once(
    ...["--function-name", functionName, "--role", PASSED_ROLE, "--zip-file", CODE],
    ...["--runtime", "nodejs22.x", "--handler", "index.handler"],
  ),
  "lambda:UpdateFunctionCode": once("--function-name", functionName, "--zip-file", CODE),
  "lambda:InvokeFunction": once("--function-name", functionName, CREDENTIALS_FILE),
  "organizations:DetachPolicy": once("--policy-id", name, "--target-id", controlledAccount),
  "organizations:UpdatePolicy": once("--policy-id", name, "--content", ALLOWS_ALL),
  "organizations:PutResourcePolicy": once("--content", OPEN_TO_ALL),
  "organizations:RegisterDelegatedAdministrator": once(
    ...["--account-id", name, "--service-principal"],
    ({ one }: Call) => one("organizations:ServicePrincipal"),
  ),
  "iam:SetDefaultPolicyVersion": once("--policy-arn", arn, "--version-id", "v1"),
};

/** The commands of the AWS CLI that make the call. Undefined if nobody has written them for this action. */
export function commandsOf({ request, world }: Asked): string[][] | undefined {
  const { action, context = {}, principal, resource } = request;
  if (IMPLIED.has(action) || principal.kind === "service") return [];
  const write = ARGUMENTS[action];
  if (!write) return undefined;
  const parts = parseArn(resource);
  const values = (key: string) => [context[key] ?? []].flat();
  const call: Call = {
    ...{ arn: resource, world, name: nameOf(resource), caller: userOf(world, principal) },
    all: (key) =>
      key.endsWith("/")
        ? Object.keys(context).flatMap((one) => (one.startsWith(key) ? one.slice(key.length) : []))
        : values(key),
    one: (key) => values(key)[0] ?? "",
  };
  const region = parts?.region ? ["--region", parts.region] : [];
  const operation = commandName(action);
  return write(call).map((given) => [...operation, ...given, ...region]);
}

/** Service and operation of an action, under the names that the AWS CLI uses. */
export function commandName(action: string): [service: string, operation: string] {
  const [service = "", operation = ""] = action.split(":");
  if (action === "lambda:InvokeFunction") return [service, "invoke"];
  return [service, operation.replace(/(?<!^)([A-Z][a-z]|(?<=[a-z])[A-Z])/g, "-$1").toLowerCase()];
}

/** Writes a command as it is typed into a shell. */
export function typed(command: readonly string[]): string {
  const words = ["aws", ...command].map((one) => (/^[\w@%+=:,./-]+$/.test(one) ? one : `'${one}'`));
  return words.join(" ");
}

/** The first account that a service control policy restricts. */
function controlledAccount({ world: { documents } }: Call): string {
  const [first] = documents.organization?.serviceControlPolicies ?? [];
  return first?.account ?? "ACCOUNT_ID";
}

/** Names of a holder's inline policies. If some of them deny, only those. The names tell the policies' places in the list. */
function inlineNames({ documents, managedPolicies }: World, holder: string): string[] {
  const { groups, roles, users } = documents;
  const all = [...(roles ?? []), ...(users ?? []), ...(groups ?? [])];
  const policies = all.find((one) => one.arn === holder)?.policies ?? [];
  const managed = new Set((managedPolicies ?? []).map(({ document }) => JSON.stringify(document)));
  const inline = policies.flatMap((document, at) =>
    managed.has(JSON.stringify(document)) ? [] : [{ document, name: inlineName(at) }],
  );
  const denying = inline.filter(({ document }) => hasDenial(document));
  return (denying.length > 0 ? denying : inline).map(({ name }) => name);
}

/** The name that examples give to the inline policy at this place of a role, user or group. */
export function inlineName(at: number): string {
  return `policy-${at + 1}`;
}

function boundaryArguments({ one }: Call): string[] {
  const arn = one("iam:PermissionsBoundary");
  return arn ? ["--permissions-boundary", arn] : [];
}

export function pathOf({ arn }: { arn: string }): string {
  return arn.slice(arn.indexOf("/"), arn.lastIndexOf("/") + 1);
}

export function nameOf(arn: string): string {
  const resource = parseArn(arn)?.resource ?? "";
  return resource.startsWith("parameter/")
    ? resource.slice("parameter".length)
    : resource.slice(resource.lastIndexOf("/") + 1);
}

function userOf({ documents }: World, principal: AccessRequest["principal"]): string {
  return nameOf(principal.kind === "user" ? principal.arn : (documents.users?.[0]?.arn ?? ""));
}
