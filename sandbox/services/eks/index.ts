import type { Platform } from "../../identity/platform";
import type { Input } from "../../operations/input/input";
import { defineRestService, type Request } from "../../operations/service";
import type { RestService } from "../../wire/messages";
import * as entries from "./access-entries";
import * as addons from "./addons";
import * as associations from "./associations";
import { describeClusterVersions } from "./catalogue";
import * as clusters from "./clusters";
import { authorisedCluster } from "./clusters";
import * as nodegroups from "./nodegroups";
import OPERATIONS from "./operations.json";
import { repeatable } from "./repeated-request";
import * as tags from "./tags";
import { requireUpdate, type Updated } from "./updates";

const RUNS = {
  ...clusters,
  describeUpdate,
  ...nodegroups,
  ...addons,
  ...associations,
  ...entries,
  ...tags,
  describeClusterVersions,
};

export function createEks(platform: Platform): RestService {
  return {
    ...defineRestService(
      platform,
      { signingName: "eks", unsupported: "InvalidParameterException" },
      OPERATIONS,
      RUNS,
      ["clientRequestToken", repeatable],
    ),
    deniedStatus: 403,
  };
}

function describeUpdate(request: Request) {
  const cluster = authorisedCluster(request);
  const { input, platform } = request;
  const id = input.text("updateId");
  return { update: requireUpdate(platform.store, cluster, id, readUpdated(input)) };
}

function readUpdated(input: Input): Updated {
  const nodegroupName = input.optionalText("nodegroupName");
  const addonName = input.optionalText("addonName");
  return {
    ...(nodegroupName !== undefined && { nodegroupName }),
    ...(addonName !== undefined && { addonName }),
  };
}
