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

/** `up`, which puts back `what` a stack holds. */
export function upMend(account: ResolvedAccount, layer: Layer, what: string): Mend {
  const only = shellWord(stackName(account, layer));
  return {
    says: `\`up\` puts ${what} back as the inventory has it`,
    commands: [`eks-pod-secrets up --refresh --yes --only ${only}`],
  };
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
export function lostValue({ account, id }: ResolvedGrant["target"], says: string): Mend {
  return {
    says: `${says}. The former value is lost: only somebody who knows it can put it again`,
    commands: [...upMend(account, "secrets", "").commands, putCommand(id), UP],
  };
}

export function putCommand(id: string): string {
  return `eks-pod-secrets put ${shellWord(id)}`;
}
