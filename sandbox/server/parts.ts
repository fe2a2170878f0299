import type { ControlRoute, StatusPart } from "../control/control";
import { organizationRoutes } from "../control/organization-routes";
import { sandboxRoutes } from "../control/sandbox-routes";
import type { Platform } from "../identity/platform";
import { createKubernetesApi } from "../kubernetes/api/api";
import type { BefallCluster } from "../kubernetes/api/cluster-call";
import { createPods, type Pods } from "../pods";
import { createEc2 } from "../services/ec2";
import { createEks } from "../services/eks";
import { createEksAuth } from "../services/eks-auth";
import { createIam } from "../services/iam";
import { createKms } from "../services/kms";
import { createSecretsManager } from "../services/secretsmanager";
import { createSsm } from "../services/ssm";
import { createSts } from "../services/sts";
import type { Handler } from "../wire/http-server";
import type { Service } from "../wire/messages/service";

/** Everything that one sandbox serves. */
export interface Parts {
  services: Service[];
  /** The Kubernetes APIs of all clusters. */
  kubernetes: Handler;
  /** Works by itself: begun when the server answers, ended before it stops answering. */
  pods: Pods;
  controlRoutes: ControlRoute[];
}

/** Makes every part of the sandbox, each over the same platform. This is the one list of its services. `status`: what else the sandbox says of itself. `befallCluster`: what becomes of the calls of clusters. */
export function createParts(
  platform: Platform,
  clock: () => Date,
  report: (error: unknown) => void,
  status: StatusPart = () => ({}),
  befallCluster?: BefallCluster,
): Parts {
  const kms = createKms(platform);
  const pods = createPods(platform, clock, report);
  return {
    services: [
      createIam(platform),
      createSts(platform),
      kms,
      createSecretsManager(platform, kms),
      createSsm(platform, kms),
      createEc2(platform),
      createEks(platform),
      createEksAuth(platform),
    ],
    kubernetes: createKubernetesApi(platform, clock, befallCluster),
    pods,
    controlRoutes: [
      ...sandboxRoutes(platform, [status, pods.status]),
      ...organizationRoutes(platform),
      ...pods.controlRoutes,
    ],
  };
}
