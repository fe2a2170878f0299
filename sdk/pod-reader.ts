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
import { podReaderLosses, podReaderRefusals } from "./argument-checks/update-warnings/of-roles";
import { tellingLosses } from "./argument-checks/update-warnings/tell-losses";
import type { Known } from "./argument-checks/whole";
import {
  type PodIdentityArgs,
  type ReadableParameterArgs,
  type ReadableSecretArgs,
  ReaderIdentity,
} from "./argument-types/pod-secret-args";
import { readerRoleName } from "./grant/landing-zone/names";
import { clusterName, type Reader } from "./grant/landing-zone/pods";
import { grantedRole } from "./granted-role";
import { serviceAccount } from "./manifest/service-account";
import { withinBudget } from "./policy/budget";
import type { PolicyDocument } from "./policy/document";
import { podRoleAssumePolicy, podRolePolicy, podRoleTrust } from "./policy/pod-role-policy";
import {
  accountFlaw,
  arnProblems,
  oidcProviderArn as oidcProviderRule,
  roleArn,
} from "./rules/arn-rules";
import { type Problem, problemIf } from "./rules/problem";
import { choiceProblems } from "./rules/rule";

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
  /**
   * How the pods got the role before, on the way from `both` to `irsa`: the role's trust policy still lets them in so, while the
   * association goes. Deploy once with it, and then without. Defaults to none.
   */
  formerIdentity?: ReaderIdentity;
}

/** A Kubernetes service account and the one IAM role that only its pods can become, which reads exactly what is granted. */
export class PodReader extends pulumi.ComponentResource {
  /** ARN of the pod's IAM role. */
  public readonly roleArn: pulumi.Output<string>;
  /** Name of the pod's IAM role. */
  public readonly roleName: pulumi.Output<string>;
  /** Id of the Pod Identity association; of a reader with `irsa` an empty text. Pods that start before it exists run without credentials. */
  public readonly associationId: pulumi.Output<string>;
  /** The service account, known once its pods can become the role. */
  public readonly serviceAccount: pulumi.Output<string>;

  constructor(name: string, args: PodReaderArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedArguments("PodReader", name, args, opts, (known, all) => [
      ...podReaderProblems(known),
      ...deliveryProblems(all),
    ]);
    const options = tellingLosses("PodReader", name, opts, podReaderLosses, podReaderRefusals);
    super("eks-pod-secrets:index:PodReader", name, checked, options);

    const { clusterArn, namespace, serviceAccount } = checked;
    const given = { clusterArn, namespace, serviceAccount };
    const reader = inAccountOf(this, name, "clusterArn", clusterArn, given);
    const { policy, role } = grantedRole(
      name,
      checked,
      {
        name: checked.roleName ?? reader.apply(readerRoleName),
        trust: trustPolicy(name, checked, reader, this),
        policy: readPolicy(name, checked, this),
      },
      this,
    );
    const { identity = "podIdentity" } = checked;
    const association =
      identity === "irsa"
        ? undefined
        : new PodIdentityAssociation(
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
        ? kubernetesServiceAccount(
            name,
            reader,
            identity === "podIdentity" ? undefined : { roleArn: role.arn, policy },
            this,
          )
        : undefined;

    this.roleArn = role.arn;
    this.roleName = role.name;
    this.associationId = association?.associationId ?? pulumi.output("");
    const reading =
      association?.serviceAccount ??
      pulumi.all([serviceAccount, policy.id]).apply(([known]) => known);
    this.serviceAccount = pulumi.all([reading, account?.id]).apply(([known]) => known);

    this.registerOutputs({
      roleArn: this.roleArn,
      roleName: this.roleName,
      associationId: this.associationId,
      serviceAccount: this.serviceAccount,
    });
  }
}

/**
 * Replaces the association when its target role is removed. EKS keeps a target role until it gets an empty one, which the provider
 * never sends.
 */
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

/** The service account, annotated only once the role can read. */
function kubernetesServiceAccount(
  name: string,
  reader: pulumi.Output<Reader>,
  annotated: { roleArn: pulumi.Output<string>; policy: pulumi.Resource } | undefined,
  parent: PodReader,
): ServiceAccount {
  warnOfAmbientCluster(parent, "its service account");
  const { metadata } = pulumi
    .all([reader, annotated?.roleArn])
    .apply(([known, roleArn]) =>
      serviceAccount({ name: known.serviceAccount, namespace: known.namespace, roleArn }),
    );
  return new ServiceAccount(
    `${name}-service-account`,
    { metadata },
    { parent, dependsOn: annotated ? [annotated.policy] : [] },
  );
}

function trustPolicy(
  name: string,
  { formerIdentity, identity, oidcProviderArn }: PodReaderArgs,
  reader: pulumi.Output<Reader>,
  parent: PodReader,
): pulumi.Output<string> {
  const ways = formerIdentity && formerIdentity !== identity ? "both" : identity;
  return computed(parent, name, { reader, oidcProviderArn }, (known) =>
    JSON.stringify(
      withinBudget(
        "podRoleTrust",
        subject(known.reader),
        podRoleTrust(known.reader, { identity: ways, oidcProviderArn: known.oidcProviderArn }),
      ),
    ),
  );
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

/** Problems with the arguments, apart from what the role may read. */
export function podReaderProblems(args: Known<PodReaderArgs>): Problem[] {
  const account = accountOf(args.clusterArn);
  const { clusterArn, oidcProviderArn, parameters, permissionsBoundary, secrets, targetRoleArn } =
    args;
  return [
    ...readerProblems(args),
    ...identityProblems(args),
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
      oidcProviderArn,
    }),
  ];
}

/** Problems with `identity`: sessions of IAM roles for service accounts have no tags and no target role. */
function identityProblems(args: Known<PodReaderArgs>): Problem[] {
  const { clusterArn, formerIdentity, identity = "podIdentity", oidcProviderArn, secrets } = args;
  const choices = [
    ...choiceProblems(["identity"], identity, ReaderIdentity),
    ...choiceProblems(["formerIdentity"], formerIdentity, ReaderIdentity),
    ...arnProblems(["oidcProviderArn"], oidcProviderArn, oidcProviderRule, (arn) =>
      accountFlaw(arn, accountOf(clusterArn), ", the cluster's"),
    ),
  ];
  if (identity === "podIdentity" && (formerIdentity ?? identity) === identity) return choices;
  const styled = secrets?.findIndex((one) => one?.style === "attributes") ?? -1;
  const given = formerIdentity ? `${identity}, which was ${formerIdentity}` : identity;
  return [
    ...choices,
    ...("oidcProviderArn" in args
      ? []
      : problemIf(["oidcProviderArn"], `is required with identity ${given}`)),
    ...("targetRoleArn" in args
      ? problemIf(
          ["targetRoleArn"],
          `cannot be set with identity ${given}: a target role is a part of a Pod Identity association`,
        )
      : []),
    ...(styled >= 0
      ? problemIf(
          ["secrets", styled, "style"],
          `must be exact with identity ${given}, got "attributes": sessions of IAM roles for service accounts have no tags`,
        )
      : []),
  ];
}

/** Problems with secrets or parameters beside a target role: they would be granted to a role that no pod reads as. */
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
