import { accountTitle } from "eks-pod-secrets/grant";
import type { AccountFacts, KeyFacts, ObjectFacts } from "../facts/account-facts";
import type { Finding } from "../step";
import { awsCommand, lostValue } from "./account-mends";
import { dayOf, ofEach } from "./each-object";
import { byHand } from "./mends";
import { absentOrUnseen } from "./unseen-documents";

/** Whether the keys that encrypt the values can be used. */
export function keyState({ objects }: AccountFacts): Finding[] {
  const keys = new Map(
    objects.map((one) => [("value" in one.key && one.key.value?.arn) || one, one] as const),
  );
  return ofEach([...keys.values()], "key", (key, of) =>
    key ? ofKey(key, of) : absentOrUnseen(of),
  );
}

/** States of a key that decrypts. `Updating`: another Region is to become that of the primary key. */
const USABLE = ["Enabled", "Updating"];

function ofKey({ arn, deletedOn, state }: KeyFacts, { grant }: ObjectFacts): Finding | undefined {
  if (USABLE.includes(state)) return undefined;
  const { kind, target } = grant;
  const says = `key ${arn}, which encrypts ${kind} ${target.id},`;
  const known = `kms:DescribeKey answers the state ${state}`;
  const account = target.key?.account ?? target.account;
  const enable = awsCommand(account, "kms enable-key", "--key-id", arn);
  const by = `with credentials of account ${accountTitle(account)}`;
  if (state === "Disabled") {
    const mend = { says: `enable the key, ${by}`, commands: [enable] };
    return { result: "wrong", cause: "EPS-556", says: `${says} is disabled`, known, mend };
  }
  if (state === "PendingDeletion" || state === "PendingReplicaDeletion") {
    const cancel = awsCommand(account, "kms cancel-key-deletion", "--key-id", arn);
    const mend = {
      says: `cancel the deletion of the key, and enable it, ${by}`,
      commands: [cancel, enable],
    };
    const date = deletedOn ? ` on ${dayOf(deletedOn)}` : "";
    return {
      ...{ result: "wrong", cause: "EPS-557", known, mend },
      says: `${says} is to be deleted${date}, and the values under it are lost then`,
    };
  }
  if (state === "Deleted") {
    return {
      ...{ result: "wrong", cause: "EPS-532", known: "kms:DescribeKey answers that there is none" },
      says: `${says} is deleted for good, and the value is lost`,
      mend: lostValue(target, "`up` deploys another key; put the value again"),
    };
  }
  return {
    ...{
      result: "wrong",
      cause: state === "PendingImport" ? "EPS-559" : "EPS-558",
      says: `${says} cannot be used`,
      known,
    },
    mend: byHand(
      "bring the key into the state Enabled: import its material, or connect its key store",
    ),
  };
}
