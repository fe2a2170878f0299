import type { ControlRoute, StatusPart } from "../control/control";
import { organizationRoutes } from "../control/organization-routes";
import { createKubernetesApi } from "../kubernetes";
import { createPods } from "../pods";
import { createEks } from "../services/eks";
import { createEksAuth } from "../services/eks-auth";
import { createIam } from "../services/iam";
import { createKms } from "../services/kms";
import { createSecretsManager } from "../services/secretsmanager";
import { createSsm } from "../services/ssm";
import { createSts } from "../services/sts";
import type { Answer } from "../wire/messages/answer";
import type { HttpRequest } from "../wire/messages/http-request";
import type { Platform, Service } from "../wire/messages/service";

/** Everything that the server serves. */
export interface Parts {
  services: Service[];
  /** What is no AWS service: each answers undefined for paths that are not its own. */
  handlers: ((request: HttpRequest) => Promise<Answer | undefined>)[];
  controlRoutes: ControlRoute[];
  status: StatusPart[];
  /** What goes on by itself: begun when the server answers, ended before it stops answering. */
  background: { start(): void; close(): Promise<void> }[];
}

/** Makes every service of the sandbox, each over the same platform. */
export function createServices(
  platform: Platform,
  clock: () => Date,
  report: (error: unknown) => void,
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
      createEks(platform),
      createEksAuth(platform),
    ],
    handlers: [createKubernetesApi(platform, clock)],
    controlRoutes: [...organizationRoutes(platform), ...pods.controlRoutes],
    status: [pods.status],
    background: [pods],
  };
}
