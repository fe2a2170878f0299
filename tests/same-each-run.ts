import fc from "fast-check";

// No test may pass because of an earlier run's proofs, and none may write to its user's cache.
process.env.EKS_POD_SECRETS_PROOFS = "off";

// The same draws in each run, so that a run fails by the change that it tests. FAST_CHECK_SEED draws others.
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 1) });

// The SDK's plans for later versions of Node say nothing of what a test is about.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
