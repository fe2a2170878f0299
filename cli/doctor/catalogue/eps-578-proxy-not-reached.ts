import type { Entry } from "./entry";

export const proxyNotReached: Entry = {
  id: "EPS-578",
  title: "the proxy on the way to AWS does not answer, or refuses",
  texts: [
    "Failed to connect to proxy URL",
    '.amazonaws.com/": proxyconnect tcp',
    "Cannot connect to proxy … .amazonaws.com",
    ".amazonaws.com … Proxy Authentication Required",
  ],
  over: ["EPS-572"],
  step: "endpoint-policies",
  why: "The caller has `HTTPS_PROXY` or a proxy of its SDK. That proxy is not there, is not reached from the node, or does not let this host through.",
  check:
    "The variables `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` of the pod that calls: `kubectl -n {namespace} get pod {pod} -o yaml | grep -i proxy`",
  mend: "Correct the proxy's address. Or use VPC endpoints, and except `.amazonaws.com`, 169.254.170.23 and [fd00:ec2::23] from the proxy with `NO_PROXY`.",
  sources: ["boto/botocore: botocore/exceptions.py"],
};
