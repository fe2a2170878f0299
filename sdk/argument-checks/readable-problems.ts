import { accountOf, regionOf } from "iam-proof/names";
import { PolicyStyle, type ReadableArgs } from "../argument-types/pod-secret-args";
import * as rules from "../rules";
import { canDecrypt, managedKeyServesOneAccount } from "../rules/mounts";
import { type Path, type Problem, problemIf, shown, within } from "../rules/problem";
import { choiceProblems } from "../rules/rule";
import type { Known } from "./whole";

/** What AWS would refuse of secrets and parameters that a role reads. */
export function readableProblems({
  secrets = [],
  parameters = [],
}: Known<ReadableArgs>): Problem[] {
  return [
    ...secrets.flatMap((secret = {}, index) =>
      within(
        ["secrets", index],
        rules.arnProblems(["arn"], secret.arn, rules.secretArn),
        keyProblems(["keyArn"], secret.keyArn, regionOf(secret.arn), "secret"),
        contextProblems(["encryptionContextArns"], secret.encryptionContextArns),
        choiceProblems(["style"], secret.style, PolicyStyle),
      ),
    ),
    ...parameters.flatMap((parameter = {}, index) =>
      within(
        ["parameters", index],
        rules.arnProblems(["arn"], parameter.arn, rules.parameterArn),
        keyProblems(["keyArn"], parameter.keyArn, regionOf(parameter.arn), "parameter"),
      ),
    ),
  ];
}

/** Problems with a key: it is not a key's ARN, or it is in another region than what it encrypts. */
export function keyProblems(
  path: Path,
  keyArn: string | undefined,
  region: string | undefined,
  whose: string,
): Problem[] {
  return rules.arnProblems(path, keyArn, rules.keyArn, (arn) =>
    rules.regionFlaw(arn, region, "key", whose),
  );
}

/** Problems with the ARNs that the encryption context may name. With none at all, nothing could be decrypted. */
export function contextProblems(
  path: Path,
  arns: readonly (string | undefined)[] | undefined,
): Problem[] {
  if (arns?.length === 0) return problemIf(path, "must be at least one ARN, got an empty list");
  return (arns ?? []).flatMap((arn, index) =>
    rules.arnProblems([...path, index], arn, rules.secretArn),
  );
}

/**
 * Problems with reads across accounts. Only a secret under a customer managed key can be read from another account; AWS refuses
 * everything else at run time.
 */
export function crossAccountProblems(
  account: string | undefined,
  { parameters, secrets = [] }: Known<ReadableArgs>,
): Problem[] {
  if (account === undefined) return [];
  return [
    ...secrets.flatMap((secret = {}, index) => {
      const owner = accountOf(secret.arn) ?? account;
      if (canDecrypt(account, owner, "keyArn" in secret || undefined)) return [];
      const says = `must be the ARN of a customer managed key because ${secret.arn} belongs to another account than ${account}; ${managedKeyServesOneAccount}`;
      return problemIf(["secrets", index, "keyArn"], says);
    }),
    ...foreignParameterProblems(account, parameters),
  ];
}

export function foreignParameterProblems(
  account: string,
  parameters: Known<ReadableArgs>["parameters"] = [],
): Problem[] {
  return parameters.flatMap((parameter, index) => {
    if (!isForeign(parameter?.arn, account)) return [];
    const says = `must be a parameter of account ${account}, got ${shown(parameter?.arn)}; Parameter Store is not read across accounts here, use a secret`;
    return problemIf(["parameters", index, "arn"], says);
  });
}

export function isForeign(arn: string | undefined, account: string): boolean {
  return arn !== undefined && accountOf(arn) !== account;
}

/** Whether there is nothing to read. A list that is an output counts as something: it may have entries. */
export function readsNothing({ parameters, secrets }: ReadableArgs): boolean {
  return [parameters, secrets].every(
    (list) => list === undefined || (Array.isArray(list) && list.length === 0),
  );
}
