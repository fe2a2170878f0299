import * as pulumi from "@pulumi/pulumi";
import { checkedArguments, computed } from "./argument-checks/check-arguments";
import { inAccountOf } from "./argument-checks/provider-place";
import {
  foreignParameterProblems,
  isForeign,
  readableProblems,
  readsNothing,
} from "./argument-checks/readable-problems";
import {
  onePartitionProblems,
  podRoleProblems,
  readerProblems,
  roleProblems,
} from "./argument-checks/role-problems";
import {
  podTargetRoleLosses,
  podTargetRoleRefusals,
} from "./argument-checks/update-warnings/of-roles";
import { tellingLosses } from "./argument-checks/update-warnings/tell-losses";
import type { Known } from "./argument-checks/whole";
import type {
  ReadableArgs,
  ReadableParameterArgs,
  ReadableSecretArgs,
  ReaderArgs,
  RoleArgs,
} from "./argument-types/pod-secret-args";
import { targetRoleName } from "./grant/landing-zone/names";
import { grantedRole } from "./granted-role";
import { withinBudget } from "./policy/budget";
import type { PolicyDocument } from "./policy/document";
import { podRolePolicy, targetRoleTrust } from "./policy/pod-role-policy";
import * as rules from "./rules";
import { type Problem, problemIf, shown, within } from "./rules/problem";
import { textProblems } from "./rules/rule";

export interface PodTargetRoleArgs extends RoleArgs {
  /** The service account that reads. */
  reader: pulumi.Input<ReaderArgs>;
  /** ARN of the reader's own role, with its path. The role need not exist yet. */
  readerRoleArn: pulumi.Input<string>;
  /**
   * ARN of the role that the reader had before, and that is let in as well, until its association has the new one. Deploy once with it,
   * and then without. Defaults to none.
   */
  formerReaderRoleArn?: pulumi.Input<string>;
  /** Account that owns the secrets and this role, 12 digits. */
  ownerAccountId: pulumi.Input<string>;
  /** Secrets of this account that the pod may read. Defaults to none. */
  secrets?: pulumi.Input<pulumi.Input<ReadableSecretArgs>[]>;
  /** Parameters of this account that the pod may read. Defaults to none. */
  parameters?: pulumi.Input<pulumi.Input<ReadableParameterArgs>[]>;
  /** AWS Organizations id to which the reader's account must belong. Defaults to none. */
  organizationId?: pulumi.Input<string>;
  /** Tags of the role. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** The role in the owner's account as which one reader of another account reads exactly what is granted. */
export class PodTargetRole extends pulumi.ComponentResource {
  /** ARN of the role, known once it may read. */
  public readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: PodTargetRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedArguments("PodTargetRole", name, args, opts, (known, all) => [
      ...problemsOf(known),
      ...emptyProblems(all),
    ]);
    const options = tellingLosses(
      "PodTargetRole",
      name,
      opts,
      podTargetRoleLosses,
      podTargetRoleRefusals,
    );
    super("eks-pod-secrets:index:PodTargetRole", name, checked, options);

    const { formerReaderRoleArn, organizationId, ownerAccountId, parameters } = checked;
    const { reader, readerRoleArn, secrets } = checked;
    const owned = inAccountOf(this, name, "ownerAccountId", ownerAccountId, reader);
    const { policy, role } = grantedRole(
      name,
      checked,
      {
        name: checked.roleName ?? pulumi.output(reader).apply(targetRoleName),
        trust: computed(
          this,
          name,
          { reader: owned, readerRoleArn, formerReaderRoleArn, organizationId },
          (known) => JSON.stringify(trustDocument(known)),
        ),
        policy: computed(this, name, { reader, ownerAccountId, secrets, parameters }, (known) =>
          JSON.stringify(identityDocument(known)),
        ),
      },
      this,
    );

    this.roleArn = pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);

    this.registerOutputs({ roleArn: this.roleArn });
  }
}

function trustDocument(args: {
  reader: pulumi.Unwrap<ReaderArgs>;
  readerRoleArn: string;
  formerReaderRoleArn?: string;
  organizationId?: string;
}): PolicyDocument {
  const { formerReaderRoleArn, organizationId, reader, readerRoleArn } = args;
  return withinBudget(
    "podRoleTrust",
    subject(reader),
    targetRoleTrust({
      reader,
      roleArn: readerRoleArn,
      formerRoleArn: formerReaderRoleArn,
      organizationId,
    }),
  );
}

function identityDocument(args: {
  reader: pulumi.Unwrap<ReaderArgs>;
  ownerAccountId: string;
  secrets?: pulumi.Unwrap<ReadableSecretArgs>[];
  parameters?: pulumi.Unwrap<ReadableParameterArgs>[];
}): PolicyDocument {
  const { ownerAccountId, parameters = [], reader, secrets = [] } = args;
  return withinBudget(
    "podRolePolicy",
    subject(reader),
    podRolePolicy({ readerAccount: ownerAccountId, secrets, parameters }),
  );
}

function subject({ namespace, serviceAccount }: pulumi.Unwrap<ReaderArgs>): string {
  return `for ${namespace}/${serviceAccount}`;
}

function problemsOf(args: Known<PodTargetRoleArgs>): Problem[] {
  const { ownerAccountId, parameters, permissionsBoundary, reader, readerRoleArn, secrets } = args;
  return [
    ...within(["reader"], readerProblems(reader)),
    ...textProblems(["ownerAccountId"], ownerAccountId, rules.accountId),
    ...podRoleProblems(["readerRoleArn"], readerRoleArn, reader?.clusterArn),
    ...podRoleProblems(["formerReaderRoleArn"], args.formerReaderRoleArn, reader?.clusterArn),
    ...readableProblems(args),
    ...ownershipProblems(args),
    ...roleProblems(args, ownerAccountId),
    ...textProblems(["organizationId"], args.organizationId, rules.organizationId),
    ...onePartitionProblems({ reader, readerRoleArn, secrets, parameters, permissionsBoundary }),
  ];
}

/** Problems with what the role reads: it reads as the owner, so all of it must belong to the owner. */
function ownershipProblems({
  ownerAccountId,
  parameters,
  secrets = [],
}: Known<PodTargetRoleArgs>): Problem[] {
  if (ownerAccountId === undefined) return [];
  return [
    ...secrets.flatMap((secret, index) => {
      if (!isForeign(secret?.arn, ownerAccountId)) return [];
      const says = `must be a secret of account ${ownerAccountId}, which owns the role, got ${shown(secret?.arn)}`;
      return problemIf(["secrets", index, "arn"], says);
    }),
    ...foreignParameterProblems(ownerAccountId, parameters),
  ];
}

function emptyProblems(args: ReadableArgs): Problem[] {
  if (!readsNothing(args)) return [];
  return problemIf(["secrets"], "or parameters must have an entry: a role needs something to read");
}
