import type { Entry } from "./entry";

export const endpointDoesNotAdmitAddress: Entry = {
  id: "EPS-849",
  title: "the cluster's endpoint does not admit the address of this machine",
  step: "cluster",
  why: "`publicAccessCidrs` of the cluster list who may open a connection to the public endpoint. Others get no answer.",
  check:
    "`aws eks describe-cluster --name CLUSTER --query cluster.resourcesVpcConfig.publicAccessCidrs`",
  mend: "Run from an address that is admitted. Whether another one is to be, decides who runs the cluster (`create.endpoint` of the inventory).",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html"],
};
