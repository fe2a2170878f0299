import type { Entry } from "./entry";

export const statePlaceNotReached: Entry = {
  id: "EPS-870",
  title: "the place where the state is kept is not reached",
  texts: [
    "{problem logging in|could not log in to the state backend|unable to open bucket|pulumi/meta.yaml|could not list bucket|could not create stack|failed to load checkpoint|failed to save snapshot|key .pulumi/|Failed to get existing workspaces|Error loading state|Error refreshing state|Failed to load state} … {connection refused|i/o timeout|no such host|TLS handshake timeout|context deadline exceeded}",
  ],
  over: ["EPS-820", "EPS-822", "EPS-572", "EPS-748"],
  why: "The bucket's address, or the database, does not answer: a wrong host, a network without a way to it, or a proxy.",
  check:
    "`pulumi whoami -v` names the address. Reach it from the same machine, e.g. with `curl -v`.",
  mend: "Correct the address, or run where the network leads there.",
  sources: ["https://www.pulumi.com/docs/iac/concepts/state-and-backends/"],
};
