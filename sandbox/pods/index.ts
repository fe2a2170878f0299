import type { ControlRoute, StatusPart } from "../control/control";
import type { Platform } from "../identity/platform";
import { createPodIdentityAgent } from "./agent/pod-identity-agent";
import { podControlRoutes } from "./control-routes";
import { createPodController, type PodController } from "./controller";
import { mountRoot } from "./mount-records";
import { createNodeCredentials } from "./node/node";
import { createTokenManager } from "./node/token-manager";
import { createPodMounts } from "./pod-mounts";
import { statusOf } from "./status";

/** The pods of every cluster, and what others may ask about them. */
export interface Pods extends PodController {
  controlRoutes: ControlRoute[];
  status: StatusPart;
}

/** Makes the sandbox's pods. They wait for `start`, when the server must already answer. */
export function createPods(
  platform: Platform,
  clock: () => Date,
  report: (error: unknown) => void,
): Pods {
  const root = mountRoot(platform.directory);
  const mounts = createPodMounts(
    {
      platform,
      tokens: createTokenManager(),
      agent: createPodIdentityAgent(platform),
      nodeCredentials: createNodeCredentials(platform),
      clock,
    },
    root,
  );
  const controller = createPodController(platform, mounts, root, clock, report);
  return {
    ...controller,
    controlRoutes: podControlRoutes(platform, root, mounts, controller.settle),
    status: () => statusOf(platform.store, root, mounts),
  };
}
