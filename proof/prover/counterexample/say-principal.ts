import type { RequestPrincipal } from "../../domain/request";

/** How sentences speak of a principal. */
export function sayPrincipal(principal: RequestPrincipal): string {
  switch (principal.kind) {
    case "session":
      return `a session of ${principal.roleArn}`;
    case "user":
      return `the user ${principal.arn}`;
    case "root":
      return `the root user of ${principal.account}`;
    case "service":
      return `the service ${principal.service}`;
    case "federated":
      return `the federated principal ${principal.arn}`;
    case "anonymous":
      return "anyone, without credentials,";
  }
}
