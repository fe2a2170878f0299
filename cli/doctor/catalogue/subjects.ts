/**
 * What a call to AWS is about, by the words that stand beside an error's code, whatever client writes it: names of services
 * and operations, in small letters without white space. The errors of entries are given with these names.
 */
export const SUBJECTS = {
  podidentity: "eks-?auth|assumeroleforpodidentity",
  webidentity: "assumerolewithwebidentity|webidentityerr",
  sts: "errorsts|awssts|//sts\\.|service:sts|sts\\.model|assumeroleop|:assumerole(?!with|for)|calleridentity|securitytokenserv|(?:federation|session)tokenoperation|assumeroot|authorizationmessageoperation|webidentitytokenoperation",
  secretsmanager:
    "secrets[-_]?manager|(?:get|put|batchget)secretvalue|(?:create|update|delete|describe|restore|rotate)secretop|secretidsoperation|secretversion|secretsoperation|randompassword|replicationoperation|replicaoperation|secrettoregions|resourcepolicyoperation",
  ssm: "errorssm|awsssm|//ssm\\.|client-ssm|service:ssm|ssm\\.model|ssm::|systemsmanage|parameterstore|getparameter(?!sforimport)|putparameter|parameters?(?:bypath)?operation",
  kms: "kms|keymanagement|(?:decrypt|encrypt|datakey|grants?|retirablegrants|alias|aliases|mac|sign|verify|generaterandom|sharedsecret|primaryregion|parametersforimport|encapsulate|decapsulate)operation|key(?:s|policy|policies|deletion|rotation|rotations|rotationstatus|ondemand|material|description|store|stores|lastusage)?operation|datakeypair|datakeywithout|importedkeymaterial",
  organizations:
    "organizations|awsorg|(?:organization|organizationalunit|handshake|policytype|delegatedadministrators?|awsserviceaccess|(?:close|create|describe|move|list)accounts?|listroots|policiesfortarget|targetsforpolicy|organizationtotransferresponsibility|responsibilitytransfers?)operation",
  iam: "erroriam|awsiam|//iam\\.|client-iam|service:iam|iam\\.model|(?<!arn:aws[a-z-]{0,8}:)iam::|identitymanagement|(?:role|user|policy|policyversion|instanceprofile|loginprofile|samlprovider|connectprovider|providerthumbprint|mfadevice|servercertificate|signingcertificate|boundary|changepassword|roledescription|accesskey|sshpublickey|accountalias)(?:e?s|tags|policies)?operation|(?:create|delete|get|update|list)groups?operation|user(?:to|from)group|groupsforuser|(?:attachedrole|attacheduser|attachedgroup|role|user|group|list)policiesoperation|roletoinstanceprofile|rolefrominstanceprofile|connectprovider|iam(?:role|policy|openid)",
  cloudformation: "handlererrorcode:",
  eks: "(?:error|amazon|aws|service:|::)eks(?!-?auth)|//eks\\.|client-eks(?!-?auth)|eks\\.model|eks::|eks(?:cluster|identity|access|node|fargate)|podidentityassoc|addon|nodegroup|clusters?(?:config|versions?)?operation|accessentr|accesspolic(?:y|ies)operation|associatedaccesspolicies|encryptionconfigoperation|identityproviderconfig|fargateprofile|insights?(?:refresh)?operation|capabilit(?:y|ies)operation|eksanywhere|certificateauthorit(?:y|ies)operation|(?:cancelupdate|describeupdate|listupdates)operation",
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
