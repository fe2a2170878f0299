import type { Entry } from "./entry";

export const subnetWithoutAddresses: Entry = {
  id: "EPS-838",
  title: "the subnet of the nodes has no free addresses",
  texts: [
    "{InsufficientFreeAddresses|does not have enough available IP addresses|do not have enough free addresses}",
  ],
  step: "pods",
  why: "Nodes keep addresses in reserve, so a small subnet is used up before all of its pods run.",
  check: "`aws ec2 describe-subnets --query 'Subnets[].[SubnetId,AvailableIpAddressCount]'`",
  mend: "Give the cluster larger subnets, or a second range for pods, or lower `WARM_IP_TARGET` of `vpc-cni`.",
  sources: ["aws/amazon-vpc-cni-k8s#3494"],
};
