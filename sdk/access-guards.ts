import { getOrganizationOutput } from "@pulumi/aws/organizations/getOrganization";
import { Policy } from "@pulumi/aws/organizations/policy";
import { PolicyAttachment } from "@pulumi/aws/organizations/policyAttachment";
import * as pulumi from "@pulumi/pulumi";
import { checkedArguments, computed } from "./argument-checks/check-arguments";
import { guardProblems, guardsIn } from "./argument-checks/guard-problems";
import { reject } from "./argument-checks/refusal";
import { settled } from "./argument-checks/whole";
import { type Problem, problemIf, shown } from "./rules/problem";

export interface AccessGuardsArgs {
  /** Text of the file `guards.json` that the command `eks-pod-secrets guard --write` writes. */
  guards: string;
  /**
   * Ids of the accounts, organizational units or roots to attach guards to. The file must have a guard for each. Start with the
   * first one in the file: deploy with its guard in force, and then add the others.
   */
  attachTo: string[];
}

/** The control policies of AWS Organizations that keep others from changing who reads, for a program of the management account. */
export class AccessGuards extends pulumi.ComponentResource {
  /** The accounts, organizational units and roots that have their guards, by id. Known once these are attached. */
  public readonly attachedTo: pulumi.Output<string[]>;

  constructor(name: string, args: AccessGuardsArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedArguments("AccessGuards", name, args, opts, guardProblems);
    const { attachTo } = checked;
    const guards = guardsIn(checked.guards);
    // The file is long, and the policies contain everything in it, so it is not kept as an input.
    super("eks-pod-secrets:index:AccessGuards", name, { attachTo }, opts);

    const allowed = computed(this, name, managementAccount(this), (found) => {
      reject(managementProblems(attachTo, found));
      return attachTo;
    });
    const attached = attachTo.flatMap((target, index) => {
      // When a guard grows, its denials move to later policies. So those are attached first, and no denial is missing in between.
      const later: PolicyAttachment[] = [];
      const { policies = [] } = guards.find((one) => one.target === target) ?? {};
      for (const policy of policies.toReversed()) {
        const own = `${name}-${policy.name.replace(/^eks-pod-secrets-/, "")}`;
        const targetId = allowed.apply((ids) => ids[index] ?? target);
        const { id: policyId } = new Policy(
          own,
          {
            name: policy.name,
            type: policy.type,
            description: "who may change who reads",
            content: targetId.apply(() => JSON.stringify(policy.document)),
          },
          { parent: this, dependsOn: [...later] },
        );
        later.push(new PolicyAttachment(own, { policyId, targetId }, { parent: this }));
      }
      return later.map(({ targetId }) => targetId);
    });

    this.attachedTo = pulumi.all(attached).apply(() => attachTo);

    this.registerOutputs({ attachedTo: this.attachedTo });
  }
}

/** The id of the organization's management account. It may be unknown in a preview, and mocks may not have it. */
interface Management {
  id?: unknown;
  /** Why AWS did not give the id. */
  refused?: string;
}

async function managementAccount(parent: pulumi.Resource): Promise<Management> {
  try {
    return { id: await settled(getOrganizationOutput({}, { parent }).masterAccountId) };
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

function managementProblems(targets: string[], { id, refused }: Management): Problem[] {
  if (refused !== undefined) {
    const says = `cannot be compared with the management account: ${refused}; deploy with a role of that account that may read the organization`;
    return problemIf(["attachTo"], says);
  }
  const index = targets.indexOf(String(id));
  const says = `must be another than the management account, where control policies bind nobody, got ${shown(id)}; move what it holds to another account, or give all who build there the boundary that eks-pod-secrets guard writes`;
  return index < 0 ? [] : problemIf(["attachTo", index], says);
}
