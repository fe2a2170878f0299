import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "iam-proof/names";
import { checkedArguments, computed } from "./argument-checks/check-arguments";
import { inAccountOf, warnOfAmbientCluster } from "./argument-checks/provider-place";
import {
  crossAccountProblems,
  readableProblems,
  readsNothing,
} from "./argument-checks/readable-problems";
import {
  onePartitionProblems,
  readerProblems,
  roleProblems,
} from "./argument-checks/role-problems";
import { podReaderLosses } from "./argument-checks/update-warnings/of-roles";
import { tellingLosses } from "./argument-checks/update-warnings/tell-losses";
import type { Known } from "./argument-checks/whole";
import type {
  PodIdentityArgs,
  ReadableParameterArgs,
  ReadableSecretArgs,
} from "./argument-types/pod-secret-args";
import { readerRoleName } from "./grant/landing-zone/names";
import { clusterName, type Reader } from "./grant/landing-zone/pods";
import { grantedRole } from "./granted-role";
import { serviceAccount } from "./manifest/service-account";
import { withinBudget } from "./policy/budget";
import type { PolicyDocument } from "./policy/document";
import { podRoleAssumePolicy, podRolePolicy, podRoleTrust } from "./policy/pod-role-policy";
import { arnProblems, roleArn } from "./rules/arn-rules";
import { type Problem, problemIf } from "./rules/problem";

export interface PodReaderArgs extends PodIdentityArgs {
  /** Secrets that the pod may read. Defaults to none. */
  secrets?: pulumi.Input<pulumi.Input<ReadableSecretArgs>[]>;
  /** Parameters of the cluster's account that the pod may read. Defaults to none. */
  parameters?: pulumi.Input<pulumi.Input<ReadableParameterArgs>[]>;
  /**
   * ARN of the role in the owner's account as which the pod reads. Secrets and parameters are then that role's, not this
   * reader's. Defaults to none: the pod reads as its own role.
   */
  targetRoleArn?: pulumi.Input<string>;
}

/** A Kubernetes service account and the one IAM role that only its pods can become, which reads exactly what is granted. */
export class PodReader extends pulumi.ComponentResource {
  /** ARN of the pod's IAM role. */
  public readonly roleArn: pulumi.Output<string>;
  /** Name of the pod's IAM role. */
  public readonly roleName: pulumi.Output<string>;
  /** Id of the Pod Identity association. Pods that start before it exists run without credentials. */
  public readonly associationId: pulumi.Output<string>;
  /** The service account, known once it and its association exist. */
  public readonly serviceAccount: pulumi.Output<string>;

  constructor(name: string, args: PodReaderArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedArguments("PodReader", name, args, opts, (known, all) => [
      ...podReaderProblems(known),
      ...deliveryProblems(all),
    ]);
    const options = tellingLosses("PodReader", name, opts, podReaderLosses);
    super("eks-pod-secrets:index:PodReader", name, checked, options);

    const { clusterArn, namespace, serviceAccount } = checked;
    const given = { clusterArn, namespace, serviceAccount };
    const reader = inAccountOf(this, name, "clusterArn", clusterArn, given);
    const { policy, role } = grantedRole(
      name,
      checked,
      {
        name: checked.roleName ?? reader.apply(readerRoleName),
        trust: computed(this, name, reader, (one) => JSON.stringify(trustDocument(one))),
        policy: readPolicy(name, checked, this),
      },
      this,
    );
    const association = new PodIdentityAssociation(
      `${name}-association`,
      {
        clusterName: reader.apply((known) => clusterName(known.clusterArn)),
        namespace,
        serviceAccount,
        roleArn: role.arn,
        targetRoleArn: checked.targetRoleArn,
        tags: checked.tags,
      },
      { parent: this, dependsOn: [policy], ...withoutTarget(checked) },
    );
    const account =
      (checked.createServiceAccount ?? true)
        ? kubernetesServiceAccount(name, reader, this)
        : undefined;

    this.roleArn = role.arn;
    this.roleName = role.name;
    this.associationId = association.associationId;
    this.serviceAccount = pulumi
      .all([association.serviceAccount, account?.id])
      .apply(([serviceAccount]) => serviceAccount);

    this.registerOutputs({
      roleArn: this.roleArn,
      roleName: this.roleName,
      associationId: this.associationId,
      serviceAccount: this.serviceAccount,
    });
  }
}

/** EKS keeps an association's target role until it is told an empty one, which the provider never does: it makes a new association. */
function withoutTarget({ targetRoleArn }: PodReaderArgs): pulumi.CustomResourceOptions {
  return targetRoleArn === undefined
    ? { replaceOnChanges: ["targetRoleArn"], deleteBeforeReplace: true }
    : {};
}

function readPolicy(name: string, args: PodReaderArgs, parent: PodReader): pulumi.Output<string> {
  const { clusterArn, namespace, parameters, secrets, serviceAccount, targetRoleArn } = args;
  const given = { clusterArn, namespace, serviceAccount, parameters, secrets, targetRoleArn };
  return computed(parent, name, given, (known) => JSON.stringify(identityDocument(known)));
}

function kubernetesServiceAccount(
  name: string,
  reader: pulumi.Output<Reader>,
  parent: PodReader,
): ServiceAccount {
  warnOfAmbientCluster(parent, "its service account");
  const { metadata } = reader.apply((known) =>
    serviceAccount({ name: known.serviceAccount, namespace: known.namespace }),
  );
  return new ServiceAccount(`${name}-service-account`, { metadata }, { parent });
}

function trustDocument(reader: Reader): PolicyDocument {
  return withinBudget("podRoleTrust", subject(reader), podRoleTrust(reader));
}

function subject({ namespace, serviceAccount }: Reader): string {
  return `of ${namespace}/${serviceAccount}`;
}

function identityDocument(args: pulumi.Unwrap<PodReaderArgs>): PolicyDocument {
  const { clusterArn, parameters = [], secrets = [], targetRoleArn } = args;
  const readerAccount = accountOf(clusterArn) ?? "";
  const document = targetRoleArn
    ? podRoleAssumePolicy(targetRoleArn)
    : podRolePolicy({ readerAccount, secrets, parameters });
  return withinBudget("podRolePolicy", subject(args), document);
}

/** What is wrong with the arguments, whatever the role may read. */
export function podReaderProblems(args: Known<PodReaderArgs>): Problem[] {
  const account = accountOf(args.clusterArn);
  const { clusterArn, parameters, permissionsBoundary, secrets, targetRoleArn } = args;
  return [
    ...readerProblems(args),
    ...readableProblems(args),
    ...crossAccountProblems(account, args),
    ...arnProblems(["targetRoleArn"], targetRoleArn, roleArn),
    ...roleProblems(args, account),
    ...onePartitionProblems({
      clusterArn,
      secrets,
      parameters,
      targetRoleArn,
      permissionsBoundary,
    }),
  ];
}

/** Secrets beside a target role would be granted to a role that no pod reads as. */
function deliveryProblems(args: PodReaderArgs): Problem[] {
  const { parameters, secrets, targetRoleArn } = args;
  if (targetRoleArn !== undefined) {
    const says =
      "cannot be set with targetRoleArn: the pod reads as the target role alone; grant them to that role";
    return Object.entries({ secrets, parameters }).flatMap(([property, list]) =>
      list === undefined ? [] : problemIf([property], says),
    );
  }
  if (!readsNothing(args)) return [];
  const says =
    "or parameters must have an entry, or targetRoleArn be set: a role needs something to read";
  return problemIf(["secrets"], says);
}
