import { accountTitle, parseArn } from "eks-pod-secrets/grant";
import { shellWord } from "../../terminal/printed-text";
import type { AccountFacts, KeyFacts, ObjectFacts } from "../facts/account-facts";
import { pinnedVersion } from "../facts/read-version";
import { notSeen } from "../facts/seen";
import type { EntryId, Finding } from "../step";
import CAUSES from "./causes.json";
import { ofEach, wrongOf } from "./findings";
import { awsCli, remade } from "./mends";
import { absentOrUnseen } from "./unseen-documents";

/** Whether the keys that encrypt the values can be used. */
export function keyState({ objects }: AccountFacts): Finding[] {
  const keys = new Map(
    objects.map((one) => [("value" in one.key && one.key.value?.arn) || one, one] as const),
  );
  return ofEach([...keys.values()], (of) => {
    if (!("value" in of.key)) return notSeen(of.key);
    return of.key.value ? ofKey(of.key.value, of) : absentOrUnseen(of);
  });
}

/** States in which a key can decrypt. `Updating`: another Region becomes that of the primary key. */
const USABLE = ["Enabled", "Updating"];

const STATES: Record<string, string> = CAUSES.keyStates;

function ofKey({ arn, deletedOn, state }: KeyFacts, of: ObjectFacts): Finding | undefined {
  if (USABLE.includes(state)) return undefined;
  const { target } = of.grant;
  const cause = (STATES[state] ?? "EPS-558") as EntryId;
  const account = target.key?.account ?? target.account;
  const date = deletedOn ? `, to be deleted on ${deletedOn.toISOString().slice(0, 10)}` : "";
  const how = ` is under key ${arn} of account ${accountTitle(account)}${date || `, in state ${state}`}`;
  const { region = "" } = parseArn(arn) ?? {};
  const call = (command: string) =>
    awsCli(account, region, `kms ${command} --key-id ${shellWord(arn)}`);
  const commands: Partial<Record<EntryId, string[]>> = {
    "EPS-556": [call("enable-key")],
    "EPS-557": [call("cancel-key-deletion"), call("enable-key")],
    "EPS-532": pinnedVersion(of.grant) === undefined ? remade(target) : [],
  };
  return wrongOf(of, cause, how, { names: { key: arn }, commands: commands[cause] });
}
