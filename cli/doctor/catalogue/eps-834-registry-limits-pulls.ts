import type { Entry } from "./entry";

export const registryLimitsPulls: Entry = {
  id: "EPS-834",
  title: "the registry limits how often this address may pull",
  texts: ["toomanyrequests: "],
  over: ["EPS-607", "EPS-577", "EPS-782"],
  step: "pods",
  why: "Registries count pulls without a login by address, and all nodes behind one NAT gateway share one.",
  check: "The event names the limit.",
  mend: "Pull with a login, or through a pull-through cache of ECR. The kubelet tries again by itself.",
  sources: ["https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html"],
};
