import type { Platform } from "../../identity/platform";
import { bindOperations } from "../../operations/service";
import type { Ec2Service } from "../../wire/messages";
import * as instances from "./instances";
import * as networks from "./networks";
import OPERATIONS from "./operations.json";
import * as endpoints from "./vpc-endpoints";

const RUNS = { ...networks, ...endpoints, ...instances };

export function createEc2(platform: Platform): Ec2Service {
  const service = {
    protocol: "ec2Query",
    signingName: "ec2",
    unsupported: "UnsupportedOperation",
    version: "2016-11-15",
  } as const;
  return { ...service, operations: bindOperations(platform, service, OPERATIONS, RUNS) };
}
