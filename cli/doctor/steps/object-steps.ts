import { accountTitle } from "eks-pod-secrets/grant";
import { shellWord } from "../../terminal/printed-text";
import type { AccountFacts, FoundObject, ObjectFacts } from "../facts/account-facts";
import { notSeen } from "../facts/seen";
import type { Finding } from "../step";
import { awsCommand, lostValue, putCommand, upMend } from "./account-mends";
import { dayOf, ofEach, once } from "./each-object";
import { byHand, UP } from "./mends";
import { absentFinding } from "./unseen-documents";

type Step = (facts: AccountFacts) => Finding[];

/** Whether what is granted is there, in every region that it is read in. */
export const object: Step = ({ objects }) =>
  ofEach(objects, "object", (found, of) => {
    if (!found) return absent(of);
    return found.deletedOn ? deleted(found, found.deletedOn, of) : undefined;
  });

/** Whether it has the version that is mounted. */
export const value: Step = ({ objects }) =>
  ofEach(objects, "object", (found, of) => {
    const { target } = of.grant;
    if (!found || found.deletedOn) return absentFinding(target.id);
    return ofVersions(found, of);
  });

/** Whether the value has the JSON parts that are mounted. */
export const parts: Step = ({ objects }) => {
  const mounted = objects.filter(({ grant }) => grant.jmesPath.length > 0);
  if (mounted.length === 0) return [{ result: "right", says: "no JSON parts are mounted" }];
  return once(mounted.map(ofParts));
};

function absent({ grant, region }: ObjectFacts): Finding {
  const { kind, target } = grant;
  const where = `account ${accountTitle(target.account)}, ${region}`;
  const known = `${kind === "secret" ? "secretsmanager:DescribeSecret" : "ssm:DescribeParameters"} finds none in ${where}`;
  if (kind === "parameter") {
    return {
      ...{ result: "wrong", cause: "EPS-567", known },
      says: `parameter ${target.id} is not there; if it was deleted, its value is lost`,
      mend: { says: "put the value again", commands: [putCommand(target.id)] },
    };
  }
  if (region !== target.region) {
    return {
      ...{ result: "wrong", cause: "EPS-535", known },
      says: `secret ${target.id} has no copy in ${region}, where the reader reads it`,
      mend: upMend(target.account, "secrets", `the replica of secret ${target.id} in ${region}`),
    };
  }
  return {
    ...{ result: "wrong", cause: "EPS-551", known },
    says: `secret ${target.id} is not there; if it was deleted, its value is lost`,
    mend: target.existingArn
      ? byHand(
          "the inventory adopts a secret that is gone: name another one, or let the inventory create it, and put the value again",
        )
      : lostValue(target, "`up` creates the secret again, without a value; put one"),
  };
}

function deleted({ arn, deletedOn: _ }: FoundObject, on: Date, { grant }: ObjectFacts): Finding {
  const { target } = grant;
  const isAdopted = "existingArn" in target && target.existingArn;
  return {
    result: "wrong",
    cause: "EPS-555",
    says: `secret ${target.id} was deleted on ${dayOf(on)}, and can still be restored`,
    known: `secretsmanager:DescribeSecret answers DeletedDate for ${arn}`,
    mend: {
      says: "restore the secret with its value",
      commands: isAdopted
        ? [awsCommand(target.account, "secretsmanager restore-secret", "--secret-id", arn)]
        : [`eks-pod-secrets restore ${shellWord(target.id)}`, UP],
    },
  };
}

function ofVersions({ versions }: FoundObject, { grant }: ObjectFacts): Finding | undefined {
  const { kind, target, version, versionStage } = grant;
  const asked = version ?? versionStage ?? (kind === "secret" ? "AWSCURRENT" : undefined);
  const has = versions.some(({ id, labels }) =>
    version === undefined ? asked === undefined || labels.includes(asked) : id === version,
  );
  if (has) return undefined;
  const known = `${kind === "secret" ? "secretsmanager:DescribeSecret" : "ssm:GetParameterHistory"} answers no version ${asked}`;
  if (asked === "AWSCURRENT") {
    return {
      ...{ result: "wrong", cause: "EPS-554", known },
      says: `secret ${target.id} has no value yet`,
      mend: {
        says: "put its value; then `up` deploys the readers that waited for it",
        commands: [putCommand(target.id), UP],
      },
    };
  }
  return {
    ...{ result: "wrong", cause: kind === "secret" ? "EPS-538" : "EPS-568", known },
    says: `${kind} ${target.id} has no version ${asked}, which reader ${grant.reader.id} mounts`,
    mend: byHand(
      version === undefined
        ? `give the label ${asked} to a version, or take versionStage out of this read in the inventory, and run \`up\``
        : `name a version that is there in the inventory, or take version out of this read, and run \`up\``,
    ),
  };
}

function ofParts({ grant, parts: found }: ObjectFacts): Finding {
  const { jmesPath, kind, target } = grant;
  if (!found) {
    const paths = jmesPath.map(({ path }) => path).join(", ");
    const says = `whether ${kind} ${target.id} has ${paths} is seen only with --read-parts, which reads the value`;
    return { result: "not seen", says };
  }
  if (!("value" in found)) return notSeen(found);
  const { missing, names, noText } = found.value;
  const has = names ? `its parts are ${names.join(", ") || "none"}` : "it is no JSON object";
  const lacking = missing.length > 0 ? missing : noText;
  if (lacking.length === 0) return { result: "right", says: has };
  return {
    result: "wrong",
    cause: !names ? "EPS-564" : missing.length > 0 ? "EPS-563" : "EPS-565",
    says: `the value of ${kind} ${target.id} has no text at ${lacking.join(", ")}, which reader ${grant.reader.id} mounts`,
    known: `the value, which was read and not kept: ${has}`,
    mend: {
      says: "put a value that has these parts, or mount others",
      commands: [putCommand(target.id)],
    },
  };
}
