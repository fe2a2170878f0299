import type { Entry } from "./entry";

export const noAddressForPod: Entry = {
  id: "EPS-837",
  title: "the network plug-in has no address for the pod",
  texts: [
    "{failed to assign an IP address to container|InsufficientFreeAddressesInSubnet|InsufficientCidrBlocks}",
  ],
  over: ["EPS-608", "EPS-610"],
  step: "pods",
  causes: [
    {
      id: "EPS-838",
      check:
        "`aws ec2 describe-subnets --query 'Subnets[].[SubnetId,AvailableIpAddressCount]'` shows few.",
    },
    {
      id: "EPS-839",
      check:
        "The subnet has addresses, and the node runs as many pods as its instance type has addresses.",
    },
    {
      id: "EPS-840",
      check:
        "The pod has security groups of its own (SecurityGroupPolicy), and its node no branch interface for it yet.",
    },
  ],
  why: "The add-on `vpc-cni` gives each pod an address of the VPC. On a new node it may need some seconds; if it lasts, the subnet or the node has none.",
  check:
    "`kubectl -n {namespace} describe pod {pod}`, and `/var/log/aws-routed-eni/ipamd.log` on the node.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["aws/amazon-vpc-cni-k8s#3494"],
};
