import { parseArn } from "eks-pod-secrets/grant";
import type { FoundKey } from "../found";

/** A key as an inventory names it: by its alias where it is taken over, else by its ARN. */
export function keyReference(key: FoundKey, region: string | undefined): string {
  const [alias, second] = key.aliases;
  const isOne = alias !== undefined && second === undefined;
  return isOne && key.isPlain && parseArn(key.arn)?.region === region ? alias : key.arn;
}
