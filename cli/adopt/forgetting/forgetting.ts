import { groupBy } from "iam-proof/collections";
import { shellWord } from "../../terminal/printed-text";
import type { Holder, Tool } from "../found";
import type { Forgetting } from "../shape";
import { ACK_TAG } from "../states/stack-holders";
import { terraformForgets } from "./terraform";

/** The steps in which each tool forgets what it holds before `up` imports it. `all`: everything that its states name. */
export function forgetting(
  holders: readonly Holder[],
  all: ReadonlyMap<string, readonly string[]>,
): Forgetting[] {
  const groups = groupBy(holders, ({ source, tool }) => `${tool} ${source}`);
  return groups.flatMap(([, group]) => {
    const [{ source, tool }] = group as [Holder];
    const addresses = [...new Set(group.map(({ address }) => address))];
    const named = all.get(source) ?? addresses;
    if (tool === "terraform") return terraformForgets(addresses, named);
    if (tool === "pulumi") return [pulumiForgets(addresses, named)];
    return addresses.map((one) => (tool === "ack" ? ackForgets(one) : markedForgets(tool, one)));
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

/** How each tool lets go whose marks stay on an object. NAME stands for the tool's name of it, as a word of a shell. */
const MARKED: Record<Exclude<Tool, "ack" | "pulumi" | "terraform">, Forgetting> = {
  eksctl: {
    says: "eksctl holds the role by stack NAME. These commands delete the stack and keep the role. Delete the entry from eksctl's configuration too.",
    code: `aws cloudformation get-template --stack-name NAME --query TemplateBody --output json | jq ${shellWord(RETAINED)} > template.json
aws cloudformation update-stack --stack-name NAME --template-body file://template.json --capabilities CAPABILITY_NAMED_IAM
aws cloudformation wait stack-update-complete --stack-name NAME
aws cloudformation delete-stack --stack-name NAME
aws cloudformation wait stack-delete-complete --stack-name NAME`,
  },
  cloudformation: {
    says: "CloudFormation keeps a resource that leaves stack NAME, where it says so before. Add these lines to it in the template, and update the stack: CloudFormation takes a change of DeletionPolicy alone for none. Then delete the resource from the template, and update the stack again.",
    code: "DeletionPolicy: Retain\nMetadata:\n  Retained: taken over",
  },
  crossplane: {
    says: "Crossplane leaves what NAME stands for, where its deletion policy says so before it is deleted. Take it out of its composition, claim or manifest too.",
    code: `kubectl patch NAME --type merge --patch '{"spec":{"deletionPolicy":"Orphan"}}'\nkubectl delete NAME`,
  },
  helm: {
    says: "Helm keeps an object that leaves release NAME, where it says so before. Add these lines to it in the chart, and upgrade the release. Then delete it from the chart, and upgrade again.",
    code: "metadata:\n  annotations:\n    helm.sh/resource-policy: keep",
  },
  argocd: {
    says: "Argo CD keeps an object that leaves application NAME, where it says so before. Add these lines to it where it is deployed from, and sync. Then delete it there.",
    code: "metadata:\n  annotations:\n    argocd.argoproj.io/sync-options: Prune=false",
  },
  flux: {
    says: "Flux keeps an object that leaves Kustomization NAME, where it says so before. Add these lines to it where it is deployed from, and reconcile. Then delete it there.",
    code: "metadata:\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled",
  },
  manager: {
    says: "The label app.kubernetes.io/managed-by of an object, or its owner, says that NAME makes it. Have NAME leave the object as it is; this shows the label and the owner.",
    code: "kubectl get serviceaccounts,secretproviderclasses --all-namespaces --output yaml",
  },
};

function markedForgets(tool: keyof typeof MARKED, address: string): Forgetting {
  const { code, says } = MARKED[tool];
  const named = (text: string) => text.replace(/\bNAME\b/g, () => shellWord(address));
  return {
    says: named(`${says} Its marks stay, so run adopt with --let-go NAME then.`),
    code: named(code),
  };
}
