import type { Entry } from "./entry";

export const noAuthoritiesInImage: Entry = {
  id: "EPS-819",
  title: "the program has no list of certificates' authorities, or is not told where it is",
  texts: ["x509: failed to load system roots"],
  step: "endpoint-policies",
  why: "The image has no `ca-certificates`, an old list, or the program looks for it in another file.",
  check:
    "In the image: `ls /etc/ssl/certs /etc/pki/tls/certs`, and the program's setting for a list of authorities.",
  mend: "Add the package `ca-certificates` to the image, and name its file to the program, e.g. `js_fetch_trusted_certificate` of NGINX. Do not turn off the check of certificates.",
  sources: ["nginx/nginx-s3-gateway#132"],
};
