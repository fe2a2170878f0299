import type { Entry } from "./entry";

export const nodePortTaken: Entry = {
  id: "EPS-637",
  title: "a Service asks a node port that is taken or not allowed",
  texts: ["{provided port is already allocated|provided port is not in the valid range}"],
  over: ["EPS-710"],
  why: "A node port is open on each node, so that each belongs to one Service of the whole cluster, and to the range of the API server (30000-32767 by default).",
  check: "`kubectl get services -A`: which one has this port?",
  mend: "Remove `nodePort` from the Service, so that the cluster chooses one, or write a free one of the range.",
  sources: ["https://kubernetes.io/docs/concepts/services-networking/service/"],
};
