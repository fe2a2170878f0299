// No test may pass because of an earlier run's proofs, and none may write to its user's cache.
process.env.EKS_POD_SECRETS_PROOFS = "off";
