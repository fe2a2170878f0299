import { shellWord } from "../../terminal/printed-text";
import type { Forgetting } from "../shape";

/** How Terraform writes the key of an instance of a resource or module. */
const INSTANCE_KEY = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;

const CHECK = "The plan after it must make and destroy nothing.";

/**
 * What Terraform must forget. A `removed` block cannot name an instance, or a resource that a module still declares. So Terraform
 * forgets a whole module if nothing of it stays, else a resource with all instances, else an instance by `terraform state rm`.
 */
export function terraformForgets(
  addresses: readonly string[],
  all: readonly string[],
): Forgetting[] {
  const staying = all.filter((one) => !addresses.includes(one));
  const wholes = new Set<string>();
  const single: string[] = [];
  for (const address of addresses) {
    const block = blockOf(address);
    const module = block.split(".").slice(0, -2).join(".");
    // A managed policy is useless without the role that the module made it for.
    const staysOfModule = staying.filter(
      (one) => isIn(one, module) && blockOf(one).split(".").at(-2) !== "aws_iam_policy",
    );
    if (module !== "" && staysOfModule.length === 0) wholes.add(module);
    else if (!staying.some((one) => isIn(one, block))) wholes.add(block);
    else single.push(address);
  }
  const blocks = [...wholes].map((whole) => ({
    says: `Terraform forgets ${all.filter((one) => isIn(one, whole)).join(", ")} and leaves it as it is, where this block takes the place of ${whole} in the configuration (Terraform 1.7 or newer). ${CHECK}`,
    code: `removed {\n  from = ${whole}\n\n  lifecycle {\n    destroy = false\n  }\n}`,
  }));
  if (single.length === 0) return blocks;
  const alone = {
    says: `Terraform forgets single instances by this command, for a removed block names all of a resource. Take them out of count or for_each before the next apply, which would make them anew. ${CHECK}`,
    code: `terraform state rm ${single.map(shellWord).join(" ")}`,
  };
  return [...blocks, alone];
}

/** The address without instance keys. */
function blockOf(address: string): string {
  return address.replace(INSTANCE_KEY, "");
}

function isIn(address: string, block: string): boolean {
  return `${blockOf(address)}.`.startsWith(`${block}.`);
}
