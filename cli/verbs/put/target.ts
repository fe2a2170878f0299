import type { LandingZone, ResolvedParameter, ResolvedSecret } from "eks-pod-secrets/grant";
import type { AccountAccess } from "../../aws/account-access";
import { awsFailure } from "../../aws/aws-error";
import { UserError } from "../../terminal/errors";
import { toldWork } from "../../terminal/progress-bar";
import type { PutAnswer } from "./shape";
import type { SecretValue } from "./standard-input";

/** What gets a value. */
export type Target =
  | { kind: "secret"; object: ResolvedSecret }
  | { kind: "parameter"; object: ResolvedParameter };

/** The secret or parameter with this name. `what`: the word for it in messages. */
export function targetOf(zone: LandingZone, name: string, inventory: string, what: string): Target {
  const secret = zone.secrets.find(({ id }) => id === name);
  const parameter = zone.parameters.find(({ id }) => id === name);
  if (secret && parameter) {
    throw new UserError(`${name} must be a secret or a parameter of ${inventory}, got both`);
  }
  if (secret) return { kind: "secret", object: secret };
  if (parameter) return { kind: "parameter", object: parameter };
  const external = zone.externalSecrets.find(({ id }) => id === name);
  if (external) throw ownedByOthers(external, what);
  const known = [...zone.secrets, ...zone.parameters].map(({ id }) => id);
  const list = known.length > 0 && known.length <= 20 ? `; known: ${known.join(", ")}` : "";
  throw new UserError(
    `${what} must name a secret or parameter of ${inventory}, got "${name}"${list}`,
  );
}

function ownedByOthers({ account, existingArn, id }: ResolvedSecret, what: string): UserError {
  return new UserError(
    `${what} must name a secret that this inventory owns, got "${id}", which others own in account ${account.id} (external: true); they put its value with their inventory, or: aws secretsmanager put-secret-value --secret-id ${existingArn}`,
  );
}

/** The access to its owner's account. */
export async function accessTo({ object }: Target): Promise<AccountAccess> {
  const { accountAccess } = await import("../../aws/account-access.js");
  return accountAccess(object.account, object.region, "put");
}

/** Puts a value. `access` is looked up if it is not given. */
export async function send(
  target: Target,
  value: SecretValue,
  access?: AccountAccess,
): Promise<PutAnswer> {
  const { account, id, region } = target.object;
  const place = { kind: target.kind, name: id, account: account.id, region };
  return toldWork({ name: id, text: `put ${target.kind}` }, async () => {
    try {
      return { ...(await store(target, value, access ?? (await accessTo(target)))), ...place };
    } catch (error) {
      const what = `cannot put ${target.kind} ${id} of account ${account.id}`;
      throw awsFailure(error, what, value.bytes);
    }
  });
}

async function store(target: Target, value: SecretValue, access: AccountAccess) {
  if (target.kind === "secret") {
    const { putSecret } = await import("./put-secret.js");
    return putSecret(target.object, value, access);
  }
  const { putParameter } = await import("./put-parameter.js");
  return putParameter(target.object, value, access);
}
