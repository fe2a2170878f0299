import type { Entry } from "./entry";

export const springDoesNotKnowSource: Entry = {
  id: "EPS-883",
  title: "the Spring program has no part that reads from AWS",
  texts: [
    "Unable to load config data from {aws-secretsmanager:|aws-parameterstore:}",
    "{aws-secretsmanager|aws-parameterstore} … is not recognized",
  ],
  step: "pods",
  why: "Spring reads `spring.config.import` with a resolver that a starter brings. `spring-cloud-aws-starter-secrets-manager` or `-parameter-store` is not among the program's libraries, or is of a version that does not fit Spring Boot's.",
  check: "The program's dependency tree, and the line `spring.config.import` of its settings",
  mend: "Add the starter in the version that fits, and build the program again.",
  sources: ["awspring/spring-cloud-aws#1418"],
};
