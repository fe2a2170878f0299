const NO_SUCH_SERVICE = "the sandbox runs no instances or stacks";

/** Titles of ways and near misses that no test replays in the sandbox, and why. */
export const NOT_REPLAYED: Record<string, string> = {
  "a shared parameter, read from another account": "the sandbox shares no parameters",
  "by a shared parameter within its own account": "the sandbox shares no parameters",
  "a replica under a key of the attacker's own, for a role of another account":
    "the key is of an account that is not in the documents",
  "a replica under a key that another role makes, for a role of another account":
    "the request for a replica does not tell its key",
  "an endpoint without its policy": "a command of a test comes through no endpoint",
  "through an endpoint that it may not change": "a command of a test comes through no endpoint",
  "a user's key, with a second factor": "the sandbox has no second factors",
  "a user's password, and a group": "the sandbox has no console, and so no passwords",
  "a SAML provider of its own": "the sandbox has no SAML providers",
  "by another SAML provider than the one that is trusted": "the sandbox has no SAML providers",
  "by an assertion for another audience": "the sandbox has no SAML providers",
  "an instance with the role passed to it": NO_SUCH_SERVICE,
  "a stack": NO_SUCH_SERVICE,
  "Roles Anywhere": NO_SUCH_SERVICE,
  "by a service that the role does not trust": NO_SUCH_SERVICE,
  "by a role of another account, passed": NO_SUCH_SERVICE,
  "by leaving an organization that forbids it": "no account leaves the sandbox's organization",
};

/** Whether the sandbox has what the way needs. It has control policies, but no stack sets or permission sets. */
export const isReplayed = ({ steps }: { steps: string[] }) =>
  steps.includes("lift-control-policies");
