/**
 * The subject of a call to AWS, from the words beside an error's code, whatever client wrote it: names of services and operations
 * in lower case without white space. The errors in entries use these names.
 */
export const SUBJECTS = {
  state:
    "acquiringthestatelock|lockingstate|lock(?:s3)?state|existingworkspaces|dynamodbtable|blob\\((?:code=|key\\.pulumi)|(?:refreshing|loading|load|saving|save|upload|persist)state(?!file)",
  podidentity: "eks-?auth|assumeroleforpodidentity",
  webidentity: "assumerolewithwebidentity|webidentityerr",
  sts: "errorsts|awssts|//sts\\.|service:sts|sts\\.model|assumeroleop|:assumerole(?!with|for)|calleridentity|securitytokenserv|(?:federation|session)tokenoperation|assumeroot|authorizationmessageoperation|webidentitytokenoperation",
  secretsmanager:
    "secrets[-_]?manager|(?:get|put|batchget)secretvalue|(?:create|update|delete|describe|restore|rotate)secretop|secretidsoperation|secretversion|secretsoperation|randompassword|replicationoperation|replicaoperation|secrettoregions|resourcepolicyoperation",
  ssm: "errorssm|awsssm|//ssm\\.|client-ssm|service:ssm|ssm\\.model|ssm::|systemsmanage|parameterstore|getparameter(?!sforimport)|putparameter|parameters?(?:bypath)?operation",
  kms: "kms|keymanagement|(?:decrypt|encrypt|datakey|grants?|retirablegrants|alias|aliases|mac|sign|verify|generaterandom|sharedsecret|primaryregion|parametersforimport|encapsulate|decapsulate)operation|key(?:s|policy|policies|deletion|rotation|rotations|rotationstatus|ondemand|material|description|store|stores|lastusage)?operation|datakeypair|datakeywithout|importedkeymaterial",
  organizations:
    "organizations|awsorg|(?:attach|detach)policyop|(?:organization|organizationalunit|handshake|policytype|delegatedadministrators?|awsserviceaccess|(?:close|create|describe|move|list)accounts?|listroots|policiesfortarget|targetsforpolicy|organizationtotransferresponsibility|responsibilitytransfers?)operation",
  iam: "erroriam|awsiam|//iam\\.|client-iam|service:iam|iam\\.model|(?<!arn:aws[a-z-]{0,8}:)iam::|identitymanagement|(?:role|user|policy|policyversion|instanceprofile|loginprofile|samlprovider|connectprovider|providerthumbprint|mfadevice|servercertificate|signingcertificate|boundary|changepassword|roledescription|accesskey|sshpublickey|accountalias)(?:e?s|tags|policies)?operation|(?:create|delete|get|update|list)groups?operation|user(?:to|from)group|groupsforuser|(?:attachedrole|attacheduser|attachedgroup|role|user|group|list)policiesoperation|roletoinstanceprofile|rolefrominstanceprofile|connectprovider|iam(?:role|policy|openid)",
  cloudformation: "handlererrorcode:|statusmessage:",
  eks: "(?:error|amazon|aws|service:|::)eks(?!-?auth)|//eks\\.|client-eks(?!-?auth)|eks\\.model|eks::|eks(?:cluster|identity|access|node|fargate)|podidentityassoc|addon|nodegroup|clusters?(?:config|versions?)?operation|accessentr|accesspolic(?:y|ies)operation|associatedaccesspolicies|encryptionconfigoperation|identityproviderconfig|fargateprofile|insights?(?:refresh)?operation|capabilit(?:y|ies)operation|eksanywhere|certificateauthorit(?:y|ies)operation|(?:cancelupdate|describeupdate|listupdates)operation",
};

/** A subject that hands on another service's error under a code of its own, so that any other explanation says more. */
export const WRAPPER = "cloudformation";

/** In the place of a subject: any call to AWS, as a last resort. */
export const ANY = "any";

/**
 * The host that a program called without getting an answer, and why, whatever client says so: in lower case without white space
 * and quotes. The failures in entries use these names. Image registries have a name so that they do not count as other AWS hosts.
 */
export const HOSTS = {
  registry: "ecr\\.[a-z0-9-]+\\.(?:amazonaws\\.com|api\\.aws)|public\\.ecr\\.aws",
  // For a cluster with IPv6, only the name before the region tells that it is a cluster.
  cluster:
    "(?<!oidc|pods)\\.eks\\.amazonaws\\.com|[0-9a-f]{32}\\.[a-z0-9.-]{1,40}\\.api\\.(?:aws|amazonwebservices\\.com\\.cn)",
  incluster: "\\.0\\.1:443/(?:api|version|openapi)|kubernetes\\.default(?:\\.svc)?[:/.]",
  agent: "169\\.254\\.170\\.23|fd00:ec2::23",
  eksauth: "eks-auth\\.[a-z0-9-]+\\.(?:api\\.aws|amazonaws\\.com)",
  globalsts: "sts\\.amazonaws\\.com",
  aws: "(?<!s3[a-z0-9.-]{0,30})\\.amazonaws\\.com|[a-z0-9]\\.api\\.aws(?!apps)",
};

export const FAILURES = {
  refused:
    "connectionrefused|econnrefused|noroutetohost|ehostunreach|curl:\\(7\\)|curlerror7|curlcode:7(?!\\d)",
  nameserver: ":53:(?:read|write|dial)(?:udp|tcp|:connectionrefused)",
  unresolved:
    "nosuchhost|servermisbehaving|nameresolution|enotfound|eai_again|eai_fail|unknownhost|(?:couldnot|couldnt)resolve|name(?:orservice|orservname)notknown|nodenamenorservname|dnserror|curl:\\(6\\)|curlerror6|curlcode:6(?!\\d)",
  unanswered:
    "i/otimeout|(?:connection|connect|read|operation|request)timedout|(?:connect|connection|read)timeout|etimedout|connectionreset|econnreset|sockethangup|brokenpipe|epipe|networkisunreachable|enetunreach|tlshandshaketimeout|httptimeouterror|contextdeadlineexceeded|client\\.timeoutexceeded|requestcanceledwhilewaiting|(?::|unexpected)eof|inaccessiblehost|executionexpired|connectionwasclosed|failedtoestablishanewconnection|http2:clientconnectionlost|curl:\\((?:28|35|52|56)\\)|curlerror(?:28|35|52|56)|curlcode:28",
};

/** What words name, and where they stand. */
export interface Name {
  name: string;
  from: number;
  to: number;
}

/** What words of a text name, in their order. */
export function namesIn(text: string, names: RegExp): Name[] {
  return [...text.matchAll(names)].flatMap(({ 0: word, groups, index }) => {
    const name = nameOf(groups);
    return name === undefined ? [] : { name, from: index, to: index + word.length };
  });
}

/** The name of the group that matched. */
export function nameOf(groups: Record<string, string | undefined> = {}): string | undefined {
  return Object.keys(groups).find((name) => groups[name] !== undefined);
}

/** A pattern that finds words and names them. */
export function wordsNamed(names: Record<string, string>): RegExp {
  const groups = Object.entries(names).map(([name, words]) => `(?<${name}>${words})`);
  return new RegExp(groups.join("|"), "g");
}
