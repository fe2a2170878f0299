/** Another value of a field that decides who reads what, by kind. The other kinds have no field but their names. */
export const DRIFTS: Record<string, { change: object; field: string }> = {
  Deployment: {
    change: { spec: { template: { spec: { serviceAccountName: "default" } } } },
    field: ".spec.template.spec.serviceAccountName",
  },
  SecretProviderClass: {
    change: { spec: { parameters: { usePodIdentity: "false" } } },
    field: ".spec.parameters.usePodIdentity",
  },
};
