import type { ResolvedAccount } from "../../../../sdk/grant";
import { UserError } from "../../../terminal/errors";
import type { Cast } from "./cast";
import { OPEN_TAG } from "./names";
import type { FoundSecrets } from "./scene";

/** Whether everything that attempts may change is marked: in the inventory, and, so that no file alone decides it, in AWS. */
export function isOpenDeployment(
  { applicationB, secretB, third }: Cast,
  { a, b }: FoundSecrets,
): boolean {
  const { key, value } = OPEN_TAG;
  const isOpen = ({ tags = {} }: ResolvedAccount) => tags[key] === value;
  const accounts = [applicationB.cluster.account, secretB.account, ...(third ? [third] : [])];
  if (!accounts.every(isOpen)) return false;
  const isDeployedSo = [a, b].every(({ Tags = [] }) =>
    Tags.some(({ Key, Value }) => Key === key && Value === value),
  );
  if (isDeployedSo) return true;
  throw new UserError(
    `the inventory gives its accounts the tag ${key}: ${value}, and the secrets in AWS do not have it: deploy it first, by eks-pod-secrets up`,
  );
}
