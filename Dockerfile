# The command, with the Pulumi CLI and the AWS CLI that it calls. Build `npm run packages` first.
#   docker build -t eks-pod-secrets .
#   docker run --rm -v "$PWD:/landing-zone" -v "$HOME/.aws:/home/node/.aws:ro" eks-pod-secrets check
FROM node:22.23.3-bookworm-slim
ARG PULUMI_VERSION=3.248.0
ARG TARGETARCH=amd64
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
RUN apt-get update \
 && apt-get install -y --no-install-recommends awscli ca-certificates curl \
 && rm -rf /var/lib/apt/lists/*
RUN case "$TARGETARCH" in amd64) arch=x64 ;; *) arch="$TARGETARCH" ;; esac \
 && archive="pulumi-v${PULUMI_VERSION}-linux-${arch}.tar.gz" \
 && cd "$(mktemp -d)" \
 && curl -fsSLO "https://get.pulumi.com/releases/sdk/${archive}" \
 && curl -fsSL "https://get.pulumi.com/releases/sdk/pulumi-${PULUMI_VERSION}-checksums.txt" | grep " ${archive}\$" | sha256sum --check \
 && tar -xzf "$archive" --strip-components=1 -C /usr/local/bin pulumi/pulumi pulumi/pulumi-language-nodejs \
 && rm -r "$PWD"
COPY bin/packages/eks-pod-secrets-cli-*.tgz /tmp/
RUN npm install --global --omit=dev /tmp/*.tgz && rm /tmp/*.tgz
USER node
WORKDIR /landing-zone
RUN eks-pod-secrets --version && pulumi version && aws --version
ENTRYPOINT ["eks-pod-secrets"]
