/** A value that nothing may repeat. Every attribute that must not be read has it. */
export const SENTINEL = "hunter2-sentinel";

export const ACCOUNT = "111111111111";
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/orders-20260101`;
export const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:orders/db-AbCdEf`;
export const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
export const PARAMETER = `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/orders/url`;
export const CLUSTER = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/shop`;
export const ASSOCIATION = `arn:aws:eks:eu-west-1:${ACCOUNT}:podidentityassociation/shop/a-abcdefghijklmnop1`;

type Values = Record<string, unknown>;

/** A resource as `terraform show -json` writes it. `index` is written as in Terraform's addresses. */
export function resource(place: string, type: string, values: Values, index = ""): Values {
  const [, name] = place.split("!");
  const path = place.split("!")[0];
  return {
    address: `${path}${type}.${name}${index}`,
    mode: "managed",
    type,
    name,
    ...(index && { index: JSON.parse(index.slice(1, -1)) }),
    provider_name: "registry.terraform.io/hashicorp/aws",
    schema_version: 0,
    values,
    sensitive_values: { description: SENTINEL },
    depends_on: [SENTINEL],
  };
}

/** Attributes that are read, among others that are not. */
function among(others: string, taken: Values): Values {
  const hidden = others.split(" ").map((name) => [name, SENTINEL]);
  return { ...Object.fromEntries(hidden), tags: { [SENTINEL]: SENTINEL }, ...taken };
}

/** Resources of terraform-aws-modules/eks-pod-identity 2.8.1 with a custom policy and one association. */
export function podIdentityModule(module = "module.orders."): Values[] {
  const own = (type: string, name: string, values: Values, index = "[0]") =>
    resource(`${module}!${name}`, type, values, index);
  return [
    own(
      "aws_eks_pod_identity_association",
      "this",
      among(
        "association_id cluster_name disable_session_tags external_id id policy region role_arn tags_all target_role_arn",
        { association_arn: ASSOCIATION, namespace: "orders", service_account: "orders" },
      ),
      '["orders"]',
    ),
    own(
      "aws_iam_policy",
      "custom",
      among("arn attachment_count description id name name_prefix path policy policy_id", {}),
    ),
    own(
      "aws_iam_role",
      "this",
      among(
        "assume_role_policy create_date description force_detach_policies id inline_policy managed_policy_arns max_session_duration name name_prefix path permissions_boundary tags_all unique_id",
        { arn: ROLE },
      ),
    ),
    own(
      "aws_iam_role_policy_attachment",
      "custom",
      among("id policy_arn", { role: "orders-20260101" }),
    ),
  ];
}

/** A secret, its key, and the resources that belong to them. */
export function secretResources(): Values[] {
  const all: [type: string, others: string, taken: Values][] = [
    [
      "kms_key",
      "description enable_key_rotation id is_enabled key_id multi_region policy tags_all",
      { arn: KEY },
    ],
    ["kms_alias", "arn name target_key_id", { target_key_arn: KEY }],
    ["kms_key_policy", "id policy", { key_id: KEY }],
    [
      "secretsmanager_secret",
      "description id kms_key_id name policy recovery_window_in_days replica tags_all",
      { arn: SECRET },
    ],
    ["secretsmanager_secret_policy", "id policy", { secret_arn: SECRET }],
    [
      "secretsmanager_secret_version",
      "arn id secret_binary secret_string version_id version_stages",
      { secret_id: SECRET },
    ],
    [
      "secretsmanager_secret_rotation",
      "id rotation_lambda_arn rotation_rules",
      { secret_id: SECRET },
    ],
    ["ssm_parameter", "insecure_value key_id tags_all type value", { arn: PARAMETER }],
  ];
  return all.map(([type, others, taken]) => resource("!db", `aws_${type}`, among(others, taken)));
}

/** Objects of a cluster. */
export function clusterObjects(): Values[] {
  const own = (type: string, values: Values) => resource("!orders", type, values);
  const annotations = { "eks.amazonaws.com/role-arn": SENTINEL, note: SENTINEL };
  const metadata = { name: "orders", namespace: "orders", annotations };
  const providerClass = {
    apiVersion: "secrets-store.csi.x-k8s.io/v1",
    kind: "SecretProviderClass",
    metadata,
    spec: { provider: SENTINEL, parameters: { objects: SENTINEL } },
  };
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: SENTINEL, namespace: SENTINEL },
    stringData: { password: SENTINEL },
  };
  const yaml = { yaml_body: SENTINEL, yaml_body_parsed: SENTINEL, api_version: "v1" };
  return [
    own("kubernetes_service_account_v1", {
      id: SENTINEL,
      metadata: [{ ...metadata, labels: { a: SENTINEL } }],
      secret: [{ name: SENTINEL }],
    }),
    own("kubernetes_manifest", { manifest: providerClass, object: { data: SENTINEL } }),
    own("kubernetes_manifest", { manifest: secret, object: secret }),
    own("kubectl_manifest", { ...yaml, kind: "ServiceAccount", name: "billing", namespace: null }),
    own("kubectl_manifest", { ...yaml, kind: "Secret", name: SENTINEL, namespace: SENTINEL }),
    own("kubernetes_annotations", {
      ...{ api_version: "v1", kind: "ServiceAccount", annotations: { [SENTINEL]: SENTINEL } },
      metadata: [{ name: "shipping", namespace: "orders" }],
    }),
  ];
}

/** Resources of types that are not read at all. */
export function otherResources(): Values[] {
  const values = {
    secret_string: SENTINEL,
    secret_binary: SENTINEL,
    arn: SENTINEL,
    result: SENTINEL,
    environment: [{ variables: { [SENTINEL]: SENTINEL } }],
    set_sensitive: [{ name: SENTINEL, value: SENTINEL }],
  };
  return [
    "random_password",
    "aws_iam_openid_connect_provider",
    "aws_lambda_function",
    "aws_db_instance",
    "kubernetes_secret",
    "kubernetes_config_map",
    "helm_release",
    "toString",
  ].map((type) => resource("!other", type, values));
}

/** What `terraform show -json` prints for a state. */
export function shown(resources: Values[], modules: Record<string, Values[]> = {}): string {
  return JSON.stringify({
    format_version: "1.0",
    terraform_version: "1.11.4",
    values: {
      outputs: { password: { sensitive: true, value: SENTINEL, type: "string" } },
      root_module: {
        resources,
        child_modules: Object.entries(modules).map(([address, own]) => ({
          resources: own,
          address,
        })),
      },
    },
    checks: [{ problems: [{ message: SENTINEL }] }],
  });
}
