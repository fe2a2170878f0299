/**
 * What a call to AWS is about, by the words that stand beside an error's code, whatever client writes it: names of services
 * and operations, in small letters without white space. The errors of entries are given with these names.
 */
export const SUBJECTS = {
  podidentity: "eks-?auth|assumeroleforpodidentity",
  webidentity: "assumerolewithwebidentity|webidentityerr",
  sts: "errorsts|awssts|//sts\\.|service:sts|sts\\.model|assumeroleop|:assumerole(?!with|for)|calleridentity|securitytokenserv",
  secretsmanager:
    "secrets[-_]?manager|(?:get|put|batchget)secretvalue|(?:create|update|delete|describe|restore|rotate)secretop|secretidsoperation|secretversion",
  ssm: "errorssm|awsssm|//ssm\\.|client-ssm|service:ssm|ssm\\.model|ssm::|systemsmanage|parameterstore|getparameter|putparameter|parameters?(?:bypath)?operation",
  kms: "kms|keymanagement|(?:decrypt|encrypt|datakey|key|alias|grant|keypolicy)operation",
  organizations: "organizations|awsorg",
  iam: "erroriam|awsiam|//iam\\.|client-iam|service:iam|iam\\.model|iam::|identitymanagement|(?:role|rolepolicy|policy|connectprovider)operation|iam(?:role|policy|openid)",
  cloudformation: "handlererrorcode:",
  eks: "erroreks|eks(?:cluster|identity|access|node|fargate)|amazoneks|awseks|//eks\\.|client-eks|service:eks|eks\\.model|eks::|podidentityassoc|addon|nodegroup|clusteroperation|accessentry",
};

const SUBJECT = new RegExp(
  Object.entries(SUBJECTS)
    .map(([name, words]) => `(?<${name}>${words})`)
    .join("|"),
  "g",
);

/** The subjects that words name, in their order. */
export function subjectsIn(words: string): string[] {
  return [...words.matchAll(SUBJECT)].flatMap(({ groups }) =>
    Object.entries(groups ?? {}).flatMap(([name, group]) => (group === undefined ? [] : name)),
  );
}
