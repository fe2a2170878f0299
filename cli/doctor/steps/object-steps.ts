import { accountTitle } from "eks-pod-secrets/grant";
import { shellWord } from "../../terminal/printed-text";
import type { AccountFacts, ObjectFacts } from "../facts/account-facts";
import { pinnedVersion, readVersion } from "../facts/read-version";
import { ifSeen, notSeen } from "../facts/seen";
import type { EntryId, Finding } from "../step";
import { ofEach, once, right, unseen, wrongOf } from "./findings";
import { awsCli, byHand, isAdopted, putCommand, remade, UP, upOfOwner } from "./mends";
import { absentOrUnseen } from "./unseen-documents";

type Step = (facts: AccountFacts) => Finding[];

/** Whether what is granted exists in every region in which it is read. */
export const object: Step = ({ objects }) =>
  ofEach(objects, (of) => {
    if (!("value" in of.object)) return notSeen(of.object);
    const { arn, deletedOn, isReplica } = of.object.value ?? {};
    if (arn === undefined) return absent(of);
    if (deletedOn) return deleted(arn, deletedOn, of);
    const { region } = of;
    const isApart = region !== of.grant.target.region && isReplica === false;
    return isApart ? wrongOf(of, "EPS-537", ` in ${region}`, { names: { region } }) : undefined;
  });

/** Whether it has the version that is mounted. */
export const value: Step = ({ objects }) =>
  ofEach(objects, (of) => absentOrUnseen(of) ?? ofVersions(of));

/** Whether the value has the JSON parts that are mounted. */
export const parts: Step = ({ objects }) => {
  const mounted = objects.filter(({ grant }) => grant.jmesPath.length > 0);
  if (mounted.length === 0) return right("no JSON parts are mounted");
  return once(mounted.map(ofParts));
};

function absent(of: ObjectFacts): Finding {
  const { kind, target } = of.grant;
  const where = ` in account ${accountTitle(target.account)}, ${of.region}`;
  const found = (cause: EntryId, ...commands: string[]) => wrongOf(of, cause, where, { commands });
  if (kind === "parameter") return found("EPS-567", putCommand(target));
  if (of.region !== target.region) return found("EPS-535", upOfOwner(target));
  if (!isAdopted(target)) return found("EPS-551", ...remade(target));
  const mend = byHand(
    "the inventory adopts a secret that is gone: name another one, or let the inventory create it, and put the value again",
  );
  return wrongOf(of, "EPS-551", where, { mend });
}

function deleted(arn: string, on: Date, of: ObjectFacts): Finding {
  const { target } = of.grant;
  const command = `secretsmanager restore-secret --secret-id ${shellWord(arn)}`;
  const commands = isAdopted(target)
    ? [awsCli(target.account, of.region, command)]
    : [`eks-pod-secrets restore ${shellWord(target.id)}`, UP];
  return wrongOf(
    of,
    "EPS-555",
    `, whose deletion was asked for on ${on.toISOString().slice(0, 10)}`,
    { commands },
  );
}

function ofVersions(of: ObjectFacts): Finding | undefined {
  const versions = ifSeen(of.object)?.versions ?? [];
  if (readVersion(of.grant, { versions })) return undefined;
  const { kind, target } = of.grant;
  const pinned = pinnedVersion(of.grant);
  if (pinned === undefined) {
    return wrongOf(of, "EPS-554", "", { commands: [putCommand(target), UP] });
  }
  return wrongOf(of, kind === "secret" ? "EPS-538" : "EPS-568", ` has no version ${pinned}`);
}

function ofParts(of: ObjectFacts): Finding {
  const { jmesPath, kind, target } = of.grant;
  if (!of.parts) {
    const paths = jmesPath.map(({ path }) => path).join(", ");
    return unseen(
      `whether ${kind} ${target.id} has ${paths} is seen only with --read-parts, which reads the value`,
    );
  }
  if (!("value" in of.parts)) return notSeen(of.parts);
  const { missing, names, noText } = of.parts.value;
  const has = names ? `its parts are ${names.join(", ") || "none"}` : "it is no JSON object";
  const lacking = missing.length > 0 ? missing : noText;
  if (lacking.length === 0) return { result: "right", says: has };
  const cause = !names ? "EPS-564" : missing.length > 0 ? "EPS-563" : "EPS-565";
  return wrongOf(of, cause, ` has no text at ${lacking.join(", ")}`, {
    known: `the value, which was read and not kept: ${has}`,
    commands: [putCommand(target)],
  });
}
