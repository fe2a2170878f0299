import {
  type Layer,
  parseArn,
  type ResolvedAccount,
  type ResolvedGrant,
  stackName,
} from "eks-pod-secrets/grant";
import { shellWord } from "../../terminal/printed-text";
import type { Mend } from "../step";
import { awsCli, UP } from "./mends";

type Target = ResolvedGrant["target"];

/** `up` of one stack. */
export function upOf(account: ResolvedAccount, layer: Layer): string {
  return `${UP} --only ${shellWord(stackName(account, layer))}`;
}

/** A command of the AWS CLI in the region of what an ARN names. */
export function awsCommand(
  account: ResolvedAccount,
  command: string,
  option: string,
  arn: string,
): string {
  const { region = "" } = parseArn(arn) ?? {};
  return awsCli(account, region, `${command} ${option} ${shellWord(arn)}`);
}

/** What is made anew has no value. Its ARN is another one, which the class and policies of other stacks name. */
export function remade(target: Target): string[] {
  return [upOf(target.account, "secrets"), putCommand(target), UP];
}

export function putCommand({ id }: Pick<Target, "id">): string {
  return `eks-pod-secrets put ${shellWord(id)}`;
}

/** `up`, which puts back `what` a stack holds. */
export function upMend(account: ResolvedAccount, layer: Layer, what: string): Mend {
  return {
    says: `\`up\` puts ${what} back as the inventory has it`,
    commands: [upOf(account, layer)],
  };
}

/** What is made anew has no value. */
export function lostValue(target: Target, says: string): Mend {
  return {
    says: `${says}. The former value is lost: only somebody who knows it can put it again`,
    commands: remade(target),
  };
}
