import type { Entry } from "./entry";

export const requestNotAsSigned: Entry = {
  id: "EPS-323",
  title: "the request that AWS got is not the one that was signed",
  why: "A proxy that rewrites the host, the path or a signed header makes another request of it, and the signature is not for that one. So does an endpoint whose service or Region is not the one that was signed.",
  check: "The same call without the proxy, or to AWS's own endpoint.",
  mend: "Except AWS's endpoints from the proxy, or let it change nothing; give the client the Region of its endpoint.",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html"],
};
