import { createKubernetesApi } from "../kubernetes";
import { createEks } from "../services/eks";
import { createEksAuth } from "../services/eks-auth";
import { createIam } from "../services/iam";
import { createKms } from "../services/kms";
import { createSecretsManager } from "../services/secretsmanager";
import { createSsm } from "../services/ssm";
import { createSts } from "../services/sts";
import type { ControlRoute, StatusPart } from "./control";
import type { Answer } from "./protocols/answer";
import type { Platform, Service } from "./service";
import type { HttpRequest } from "./signature";

/** Everything that the server serves. */
export interface Parts {
  services: Service[];
  /** What is no AWS service: each answers undefined for paths that are not its own. */
  handlers: ((request: HttpRequest) => Promise<Answer | undefined>)[];
  controlRoutes: ControlRoute[];
  status: StatusPart[];
}

/** Makes every service of the sandbox, each over the same platform. */
export function createServices(platform: Platform, clock: () => Date): Parts {
  const kms = createKms(platform);
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
    controlRoutes: [],
    status: [],
  };
}
