import { Addon } from "@pulumi/aws/eks/addon";
import { Release } from "@pulumi/kubernetes/helm/v3/release";
import * as pulumi from "@pulumi/pulumi";
import { checkedArguments } from "./argument-checks/check-arguments";
import { warnOfAmbientCluster } from "./argument-checks/provider-place";
import { secretsStoreCsiLosses } from "./argument-checks/update-warnings/of-mounts";
import { tellingLosses } from "./argument-checks/update-warnings/tell-losses";
import type { Known } from "./argument-checks/whole";
import * as rules from "./rules";
import { agentInstall, unheededSettings } from "./rules/kubernetes";
import { type Problem, problemIf } from "./rules/problem";
import { choiceProblems, textProblems } from "./rules/rule";

/** How driver and provider get into the cluster. */
export const CsiInstall = {
  /** The EKS add-on, which bundles both. */
  Addon: "addon",
  /** Two Helm releases, driver and provider. */
  Helm: "helm",
  /** They are there already. */
  Existing: "existing",
} as const;

export type CsiInstall = (typeof CsiInstall)[keyof typeof CsiInstall];

/** How the Pod Identity agent gets onto the nodes. */
export const AgentInstall = {
  /** The EKS add-on. */
  Addon: "addon",
  /** It is there already, as in EKS Auto Mode. */
  Existing: "existing",
} as const;

export type AgentInstall = (typeof AgentInstall)[keyof typeof AgentInstall];

export interface SecretsStoreCsiArgs {
  /** Name of the EKS cluster. */
  clusterName: pulumi.Input<string>;
  /** How driver and provider get into the cluster. Defaults to `addon`. Takes no output, as it decides which resources there are. */
  install?: CsiInstall;
  /** Version of the add-on, or of the provider's chart with `helm`. Defaults to the version that this package pins. */
  version?: pulumi.Input<string>;
  /** Version of the driver's chart with `helm`. Defaults to the version that this package pins. */
  driverVersion?: pulumi.Input<string>;
  /**
   * How the Pod Identity agent gets onto the nodes. Defaults to `addon`, or to `existing` where the driver is
   * existing. Takes no output, as it decides whether there is a resource.
   */
  podIdentityAgent?: AgentInstall;
  /** Version of the agent's add-on. Defaults to the version that this package pins. */
  podIdentityAgentVersion?: pulumi.Input<string>;
  /** Whether the driver may copy secrets into Kubernetes Secrets. Defaults to false. Install with `helm`: the add-on may not heed it. */
  syncSecrets?: pulumi.Input<boolean>;
  /** How often mounted files are read anew, such as `1h`. Each time costs a call for every object of every pod. Defaults to never. */
  rotationPollInterval?: pulumi.Input<string>;
  /** Audiences of the tokens that the driver hands to the provider, with `helm`. Defaults to those of Pod Identity and of IRSA. */
  tokenAudiences?: pulumi.Input<pulumi.Input<string>[]>;
}

/** What a cluster needs so that pods mount secrets under their own identity: the Pod Identity agent, the CSI driver and ASCP. */
export class SecretsStoreCsi extends pulumi.ComponentResource {
  /** Name of the cluster, known once everything is installed. */
  public readonly clusterName: pulumi.Output<string>;

  constructor(name: string, args: SecretsStoreCsiArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedArguments("SecretsStoreCsi", name, args, opts, problemsOf);
    const options = tellingLosses("SecretsStoreCsi", name, opts, secretsStoreCsiLosses);
    super("eks-pod-secrets:index:SecretsStoreCsi", name, checked, options);

    const { install = CsiInstall.Addon } = checked;
    const hasAgent = agentInstall(install, checked.podIdentityAgent) === AgentInstall.Existing;
    const agent = hasAgent ? [] : [agentAddon(name, checked, this)];
    const driver = install === CsiInstall.Addon ? [driverAddon(name, checked, this)] : [];
    const releases = install === CsiInstall.Helm ? helmReleases(name, checked, this) : [];

    const installed = [...agent, ...driver, ...releases].map(({ id }) => id);
    this.clusterName = pulumi
      .all([checked.clusterName, pulumi.all(installed)])
      .apply(([clusterName]) => clusterName);

    this.registerOutputs({ clusterName: this.clusterName });
  }
}

/** One fixed release of each, so that a cluster does not change by itself. ASCP 3 and driver 1.6 belong together. */
const pinnedVersions = {
  agentAddon: "v1.3.10-eksbuild.3",
  driverAddon: "v3.1.3-eksbuild.1",
  driverChart: "1.6.0",
  providerChart: "3.1.1",
} as const;

const podIdentityAudience = "pods.eks.amazonaws.com";

function agentAddon(name: string, args: SecretsStoreCsiArgs, parent: SecretsStoreCsi): Addon {
  return new Addon(
    `${name}-agent`,
    {
      clusterName: args.clusterName,
      addonName: "eks-pod-identity-agent",
      addonVersion: args.podIdentityAgentVersion ?? pinnedVersions.agentAddon,
    },
    { parent },
  );
}

function driverAddon(name: string, args: SecretsStoreCsiArgs, parent: SecretsStoreCsi): Addon {
  return new Addon(
    `${name}-driver`,
    {
      clusterName: args.clusterName,
      addonName: "aws-secrets-store-csi-driver-provider",
      addonVersion: args.version ?? pinnedVersions.driverAddon,
      configurationValues: pulumi.jsonStringify({
        "secrets-store-csi-driver": driverValues(args),
      }),
    },
    { parent },
  );
}

function helmReleases(name: string, args: SecretsStoreCsiArgs, parent: SecretsStoreCsi): Release[] {
  warnOfAmbientCluster(parent, "the Helm releases");
  const driver = new Release(
    `${name}-driver`,
    {
      name: "csi-secrets-store",
      namespace: "kube-system",
      chart: "secrets-store-csi-driver",
      repositoryOpts: { repo: "https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts" },
      version: args.driverVersion ?? pinnedVersions.driverChart,
      values: {
        ...driverValues(args),
        tokenRequests: tokenRequests(args),
      },
    },
    { parent, ...anew },
  );
  const provider = new Release(
    `${name}-provider`,
    {
      name: "secrets-provider-aws",
      namespace: "kube-system",
      chart: "secrets-store-csi-driver-provider-aws",
      repositoryOpts: { repo: "https://aws.github.io/secrets-store-csi-driver-provider-aws" },
      version: args.version ?? pinnedVersions.providerChart,
      // The release above owns the CSIDriver object, and with it the tokens' audiences.
      values: { "secrets-store-csi-driver": { install: false } },
    },
    { parent, dependsOn: [driver], ...anew },
  );
  return [driver, provider];
}

/** Helm does not accept a name twice, so a release is deleted before it is created again. */
const anew = { deleteBeforeReplace: true };

function driverValues({ rotationPollInterval, syncSecrets = false }: SecretsStoreCsiArgs) {
  return {
    syncSecret: { enabled: syncSecrets },
    enableSecretRotation: pulumi.output(rotationPollInterval).apply((one) => one !== undefined),
    rotationPollInterval,
  };
}

/**
 * The token settings of the driver. ASCP 3 gets its tokens only from the driver: without the audience of a reader's identity, its
 * mounts fail. The add-on has both, too.
 */
function tokenRequests({ tokenAudiences }: SecretsStoreCsiArgs) {
  return pulumi
    .output(tokenAudiences)
    .apply((audiences = [podIdentityAudience, "sts.amazonaws.com"]) =>
      audiences.map((audience) => ({ audience })),
    );
}

function problemsOf(args: Known<SecretsStoreCsiArgs>, given: SecretsStoreCsiArgs): Problem[] {
  const { install = CsiInstall.Addon } = args;
  return [
    ...textProblems(["clusterName"], args.clusterName, rules.clusterName),
    ...choiceProblems(["install"], install, CsiInstall),
    ...choiceProblems(["podIdentityAgent"], args.podIdentityAgent, AgentInstall),
    ...unheededSettings(install, agentInstall(install, args.podIdentityAgent), { ...given }),
    ...intervalProblems(args.rotationPollInterval),
    ...audienceProblems(args.tokenAudiences),
  ];
}

function intervalProblems(interval: string | undefined): Problem[] {
  return textProblems(["rotationPollInterval"], interval, rules.rotationPollInterval);
}

function audienceProblems(audiences: readonly (string | undefined)[] | undefined): Problem[] {
  const mayHave = (one: string | undefined) => one === podIdentityAudience || one === undefined;
  if (audiences === undefined || audiences.some(mayHave)) return [];
  const says = `must be a list that has ${podIdentityAudience}, got ${JSON.stringify(audiences)}`;
  return problemIf(["tokenAudiences"], says);
}
