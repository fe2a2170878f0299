import type { Entry } from "./entry";

export const proxyBeforeCluster: Entry = {
  id: "EPS-879",
  title: "the proxy on the way to the cluster does not answer, or refuses",
  texts: [
    "Unable to connect to the server: {proxyconnect|Forbidden|Proxy Authentication Required|Service Unavailable}",
    ".eks.amazonaws.com … proxyconnect tcp",
  ],
  over: ["EPS-777", "EPS-578"],
  step: "cluster",
  why: "`HTTPS_PROXY` is set, and that proxy is not reached, or does not let the cluster's host through.",
  check: "`env | grep -i proxy`",
  mend: "Correct the proxy's address, or except the cluster's host with `NO_PROXY`.",
  sources: ["https://kubernetes.io/docs/tasks/extend-kubernetes/http-proxy-access-api/"],
};
