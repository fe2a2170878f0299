import { parseArn } from "eks-pod-secrets/grant";

/** Directory, beside the inventory, of what `adopt` writes. */
export const DIRECTORY = "adopted";

/** Where the document of a policy is kept, as the inventory names it. A managed policy has its account before its name. */
export function documentFile(reader: string, policy: string): string {
  const { account, resource = policy } = parseArn(policy) ?? {};
  const name = resource
    .split("/")
    .at(-1)
    ?.replace(/[^A-Za-z0-9_+=,.@-]/g, "-");
  return `${DIRECTORY}/${reader}/${account ? `${account}-` : ""}${name}.json`;
}
