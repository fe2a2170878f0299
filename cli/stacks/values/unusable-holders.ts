import { deployedValues, secretRemovals } from "eks-pod-secrets/change-losses";
import { type LandingZone, parseArn, type ResolvedAccount } from "eks-pod-secrets/grant";
import { getOrMake, inParallel } from "iam-proof/collections";
import type { PlannedStack } from "../../../stacks/stack-plan";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
import { awsFailure, isError, withClient } from "../../aws/aws-error";
import { userReason } from "../../terminal/errors";
import { shellWord } from "../../terminal/printed-text";
import type { ExportedResource } from "../backend/exported-state";
import { heldOwners } from "../backend/orphaned-stacks";
import type { Project } from "../backend/stacks-in-backend";

/** Calls in flight for one account. */
const AT_ONCE = 8;

/** A key or secret of a stack that holds a value, or encrypts one. */
interface Holder {
  kind: "key" | "secret";
  /** What the inventory calls it. */
  name: string;
  arn: string;
  /** The stack did not make it. */
  isAdopted: boolean;
}

/** A key or secret of a stack that somebody has disabled or deleted, so that nobody reads the values. */
interface UnusableHolder extends Pick<Holder, "kind" | "name"> {
  stack: string;
  /** `deleted`: for good. `unknown`: its account does not say. */
  state: "disabled" | "scheduled for deletion" | "deleted" | "unknown";
  /** What it is, and the command that saves the values, where they can be saved; or why it is unknown. */
  says: string;
}

/** Where stacks are looked at. */
interface HoldersLook extends Pick<Project, "held" | "stateOf"> {
  zone: LandingZone;
  stacks: readonly PlannedStack[];
  /** Names the sessions of AWS. */
  verb: string;
}

/** Asks for every key and secret that these stacks hold and keep. An account without credentials is not asked. */
export async function unusableHolders(look: HoldersLook): Promise<UnusableHolder[]> {
  const found = await Promise.all(
    heldOwners(look).map(async ({ account, name: stack }) => {
      const { resources } = await look.stateOf(stack);
      const accesses = new Map<string, Promise<AccountAccess | string>>();
      return inParallel(holders(look.zone, account, resources), AT_ONCE, async (one) => {
        const region = parseArn(one.arn)?.region ?? account.region;
        const ask = () => accountAccess(account, region, look.verb).catch(userReason);
        const access = await getOrMake(accesses, region, ask);
        const state = typeof access === "string" ? undefined : await stateOf(one, access);
        return state ? [{ stack, kind: one.kind, name: one.name, ...state }] : [];
      });
    }),
  );
  return found.flat(2);
}

/** Without secrets that the inventory lets go or has moved on from, and without keys that encrypt none of the others. */
function holders(
  zone: LandingZone,
  account: ResolvedAccount,
  resources: readonly ExportedResource[],
): Holder[] {
  const made = deployedValues(account.name, resources);
  const own = zone.secrets.filter((one) => one.account === account);
  const going = new Set(secretRemovals(made.secrets, account, zone, []).map(({ arn }) => arn));
  const secrets = made.secrets.filter(({ arn }) => !going.has(arn));
  const keys = zone.keys.filter((key) => key.account === account);
  const isNeeded = (id: string, arn: string) =>
    keys.some((key) => key.id === id) ||
    resources.some(({ outputs }) => JSON.stringify(outputs ?? {}).includes(`"kmsKeyId":"${arn}"`));
  return [
    ...Object.entries(made.keys)
      .filter(([id, arn]) => isNeeded(id, arn))
      .map(([name, arn]) => ({ kind: "key" as const, name, arn, isAdopted: false })),
    ...secrets.map(({ arn, id }) => ({ kind: "secret" as const, name: id, arn, isAdopted: false })),
    ...keys.flatMap(({ existingArn: arn }) =>
      arn ? [{ kind: "key" as const, name: arn, arn, isAdopted: true }] : [],
    ),
    ...own.flatMap(({ existingArn: arn, id }) =>
      arn ? [{ kind: "secret" as const, name: id, arn, isAdopted: true }] : [],
    ),
  ];
}

type State = Pick<UnusableHolder, "says" | "state">;

/** Undefined of one that can be used. */
async function stateOf(one: Holder, access: AccountAccess): Promise<State | undefined> {
  try {
    return await (one.kind === "key" ? keyState(one, access) : secretState(one, access));
  } catch (error) {
    if (isError(error, "NotFoundException", "ResourceNotFoundException")) return goneState(one);
    const what = `cannot ask whether ${one.kind} ${one.name} can be used`;
    return { state: "unknown", says: awsFailure(error, what, undefined).message };
  }
}

function goneState({ isAdopted, kind, name }: Holder): State {
  const values = kind === "key" ? "the values under it are" : "its value is";
  const anew =
    kind === "key"
      ? "makes another, and eks-pod-secrets put gives each secret its value anew"
      : "makes it anew, without a value";
  const says = `${kind} ${name} is deleted for good, and ${values} lost${isAdopted ? "" : `; eks-pod-secrets up --refresh ${anew}`}`;
  return { state: "deleted", says };
}

async function keyState({ arn, name }: Holder, access: AccountAccess): Promise<State | undefined> {
  const { DescribeKeyCommand, KMSClient } = await import("@aws-sdk/client-kms");
  const asked = new DescribeKeyCommand({ KeyId: arn });
  const { KeyMetadata } = await withClient(new KMSClient(access), (client) => client.send(asked));
  const { DeletionDate, KeyState } = KeyMetadata ?? {};
  const run = (command: string) => `aws kms ${command} --key-id ${arn} --region ${access.region}`;
  if (KeyState === "Disabled") {
    const says = `key ${name} is disabled, and nobody reads the values under it; to enable it: ${run("enable-key")}`;
    return { state: "disabled", says };
  }
  if (KeyState !== "PendingDeletion") return undefined;
  const date = DeletionDate?.toISOString().slice(0, 10);
  const says = `key ${name} is to be deleted on ${date}, and the values under it are lost then; to save them: ${run("cancel-key-deletion")} && ${run("enable-key")}`;
  return { state: "scheduled for deletion", says };
}

async function secretState(
  { arn, isAdopted, name }: Holder,
  access: AccountAccess,
): Promise<State | undefined> {
  const { DescribeSecretCommand, SecretsManagerClient } = await import(
    "@aws-sdk/client-secrets-manager"
  );
  const asked = new DescribeSecretCommand({ SecretId: arn });
  const client = new SecretsManagerClient(access);
  const { DeletedDate } = await withClient(client, () => client.send(asked));
  if (!DeletedDate) return undefined;
  const command = isAdopted
    ? `aws secretsmanager restore-secret --secret-id ${arn} --region ${access.region}`
    : `eks-pod-secrets restore ${shellWord(name)}`;
  const says = `secret ${name} is deleted, and its value is lost once it can be restored no more; to take it back with its value: ${command}`;
  return { state: "scheduled for deletion", says };
}
