import {
  type Layer,
  parseArn,
  type ResolvedAccount,
  type ResolvedGrant,
  stackName,
} from "eks-pod-secrets/grant";
import { shellWord } from "../../terminal/printed-text";
import { awsCli, UP } from "./mends";

type Target = ResolvedGrant["target"];

/** Whether the inventory takes over a secret that others have made. */
export function isAdopted(target: Target): boolean {
  return "existingArn" in target && target.existingArn !== undefined;
}

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
