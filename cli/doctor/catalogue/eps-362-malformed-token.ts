import type { Entry } from "./entry";

export const malformedToken: Entry = {
  id: "EPS-362",
  title: "the client sends the agent something that is no token",
  texts: [
    "Service account token cannot be parsed: token is malformed",
    "Service account token cannot be parsed",
    "failed to get pod uid from service account token",
  ],
  step: "webhook",
  why: "The agent wants the token alone in `Authorization`. This client puts `Bearer` before it, a line feed behind it, or sends the path of the file.",
  check:
    'From the pod: `curl -fsS -o /dev/null -H "Authorization: $(cat $AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE)" $AWS_CONTAINER_CREDENTIALS_FULL_URI && echo accepted`',
  mend: "Use an AWS SDK that knows Pod Identity, or mend the client's header.",
  sources: ["n8n-io/n8n#23584"],
};
