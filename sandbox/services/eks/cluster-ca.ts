/**
 * The certificate authority that every cluster answers: clients insist on one that parses. The sandbox speaks plain
 * HTTP on the loopback interface, so it vouches for nothing; its key was never kept. kubectl sends no credentials over
 * plain HTTP, whatever its kubeconfig says: the sandbox's Kubernetes API is for clients that do.
 */
export const CLUSTER_CA = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUZp4WpigfhOeHJC89lBCa6mn7PUowCgYIKoZIzj0EAwIw
IjEgMB4GA1UEAwwXZWtzLXBvZC1zZWNyZXRzIHNhbmRib3gwIBcNMjYxMTI1MTMx
NDI0WhgPMjEyNjExMDExMzE0MjRaMCIxIDAeBgNVBAMMF2Vrcy1wb2Qtc2VjcmV0
cyBzYW5kYm94MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAES2EBCkEUrufgyNNb
gMalZ5i+n3kxdw2yRKhFqcuM1NjHXnQbqJPdu6PU9kTQgNgjxXzFzB96lqKlaAT4
uLfzfaNTMFEwHQYDVR0OBBYEFFqx+/H2t9fXIgLMinrin9ArjaQ8MB8GA1UdIwQY
MBaAFFqx+/H2t9fXIgLMinrin9ArjaQ8MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI
zj0EAwIDSAAwRQIgL+W1qaAA+/Us7RtbuioweQBzv3tT6MeeePyj5lp/wicCIQCr
LS5ymCRY+WpPVMLwQ2B+nkU28U8jt936kEg8K5YzlQ==
-----END CERTIFICATE-----
`;
