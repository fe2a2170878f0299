import { createIam } from "../services/iam";
import { createSts } from "../services/sts";
import type { ControlRoute, StatusPart } from "./control";
import type { Platform, Service } from "./service";

/** Everything that the server serves. */
export interface Parts {
  services: Service[];
  controlRoutes: ControlRoute[];
  status: StatusPart[];
}

/** Makes every service of the sandbox, each over the same platform. */
export function createServices(platform: Platform, _clock: () => Date): Parts {
  return {
    services: [createIam(platform), createSts(platform)],
    controlRoutes: [],
    status: [],
  };
}
