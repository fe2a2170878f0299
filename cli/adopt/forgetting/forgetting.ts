import { groupBy } from "iam-proof/collections";
import { shellWord } from "../../terminal/printed-text";
import type { Holder, Tool } from "../found";
import type { Forgetting } from "../shape";
import { ACK_TAG } from "../states/stack-holders";
import { terraformForgets } from "./terraform";

const FORGETS: Record<Tool, (addresses: string[], all: readonly string[]) => Forgetting[]> = {
  terraform: terraformForgets,
  pulumi: (addresses, all) => [pulumiForgets(addresses, all)],
  ack: (addresses) => addresses.map(ackForgets),
  eksctl: (addresses) => addresses.map(eksctlForgets),
  cloudformation: (addresses) => addresses.map(stackForgets),
};

/** The steps in which each tool forgets what it holds before `up` imports it. `all`: everything that its states name. */
export function forgetting(
  holders: readonly Holder[],
  all: ReadonlyMap<string, readonly string[]>,
): Forgetting[] {
  const groups = groupBy(holders, ({ source, tool }) => `${tool} ${source}`);
  return groups.flatMap(([, group]) => {
    const [{ source, tool }] = group as [Holder];
    const addresses = [...new Set(group.map(({ address }) => address))];
    return FORGETS[tool](addresses, all.get(source) ?? addresses);
  });
}

function pulumiForgets(urns: readonly string[], all: readonly string[]): Forgetting {
  // A resource stands after those that it depends on, and must go first.
  const order = [...urns].sort((a, b) => all.indexOf(b) - all.indexOf(a));
  return {
    says: "Pulumi forgets a resource without deleting it by these commands, in this order. Then delete the resources from the program before its next run, which would make them anew. Pulumi refuses where another resource of the program depends on one: change that first. It also refuses what is protected: add --force there.",
    code: order
      .map((urn) => {
        const [stack = ""] = urn.replace("urn:pulumi:", "").split("::");
        return `pulumi state delete ${shellWord(urn)} --stack ${shellWord(stack)}`;
      })
      .join("\n"),
  };
}

function ackForgets(address: string): Forgetting {
  if (address.startsWith(ACK_TAG)) {
    return {
      says: `ACK's tag ${address} says that an object of ACK in that namespace of some cluster stands for it. Name that cluster with --cluster, which says how ACK lets go. What ACK has let go of keeps the tag, so run adopt with --let-go ${address} then.`,
      code: "kubectl get roles.iam.services.k8s.aws,podidentityassociations.eks.services.k8s.aws,secrets.secretsmanager.services.k8s.aws,keys.kms.services.k8s.aws --all-namespaces",
    };
  }
  const [namespace = "", ...object] = address.split("/");
  const named = `${shellWord(object.join("/"))} --namespace ${shellWord(namespace)}`;
  return {
    says: `ACK's controller leaves what ${address} stands for, where the object says so before it is deleted. Delete the object also where it is deployed from.`,
    code: `kubectl annotate ${named} services.k8s.aws/deletion-policy=retain --overwrite\nkubectl delete ${named}`,
  };
}

// CloudFormation ignores a template where only DeletionPolicy changed, so the metadata changes too.
const RETAINED = '.Resources[] |= (.DeletionPolicy = "Retain" | .Metadata.Retained = "taken over")';

function eksctlForgets(stack: string): Forgetting {
  const name = `--stack-name ${shellWord(stack)}`;
  return {
    says: `eksctl holds the role by stack ${stack}. These commands delete the stack and keep the role. Delete the entry from eksctl's configuration too. The role keeps the stack's tags, so run adopt with --let-go ${stack} then.`,
    code: [
      `aws cloudformation get-template ${name} --query TemplateBody --output json | jq ${shellWord(RETAINED)} > template.json`,
      `aws cloudformation update-stack ${name} --template-body file://template.json --capabilities CAPABILITY_NAMED_IAM`,
      `aws cloudformation wait stack-update-complete ${name}`,
      `aws cloudformation delete-stack ${name}`,
      `aws cloudformation wait stack-delete-complete ${name}`,
    ].join("\n"),
  };
}

function stackForgets(stack: string): Forgetting {
  return {
    says: `CloudFormation keeps a resource that leaves stack ${stack}, where it says so before. Add these lines to it in the template, and update the stack: CloudFormation takes a change of DeletionPolicy alone for none. Then delete the resource from the template, and update the stack again. It keeps the stack's tags, so run adopt with --let-go ${stack} then.`,
    code: "DeletionPolicy: Retain\nMetadata:\n  Retained: taken over",
  };
}
