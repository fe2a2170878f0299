import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { authorisedCluster } from "./clusters";
import { allUpdates, requireUpdate, type Updated } from "./updates";

export function describeUpdate(request: Request) {
  const cluster = authorisedCluster(request);
  const { input, platform } = request;
  const id = input.text("updateId");
  return { update: requireUpdate(platform.store, cluster, id, readUpdated(input)) };
}

/** The ids of the updates of a cluster itself, or of one node group or add-on of it. */
export function listUpdates(request: Request) {
  const cluster = authorisedCluster(request);
  const { input, platform } = request;
  const updates = allUpdates(platform.store, cluster, readUpdated(input));
  const { items, more } = cutPage(updates, input, PAGES.eks, 100);
  return { updateIds: items.map(({ id }) => id), ...more };
}

function readUpdated(input: Input): Updated {
  const nodegroupName = input.optionalText("nodegroupName");
  const addonName = input.optionalText("addonName");
  return {
    ...(nodegroupName !== undefined && { nodegroupName }),
    ...(addonName !== undefined && { addonName }),
  };
}
