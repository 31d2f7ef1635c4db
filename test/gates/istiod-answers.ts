// What a real istiod and a real istioctl printed on 2026-11-28 (Istio 1.31 in development, commit eed52ebb66ad, against the lab's API server): the proxies are small clients
// that speak ADS and say of themselves what is listed here. Nonces and times are shortened, and who adds nothing is left out.

/** `pilot-discovery request GET /debug/syncz`: one that takes all, a waypoint, a ztunnel, one that refuses and one that never answers. */
export const istiodA: readonly object[] = [
  {
    cluster_id: "Kubernetes",
    proxy: "shop-5d9c7f9d8b-abcde.team-b",
    proxy_type: "sidecar",
    istio_version: "1.31.2",
    cluster_sent: "2026-11-28T17:43:47Z/1",
    cluster_acked: "2026-11-28T17:43:47Z/1",
    listener_sent: "2026-11-28T17:43:47Z/2",
    listener_acked: "2026-11-28T17:43:47Z/2",
    resources: {
      "type.googleapis.com/envoy.config.cluster.v3.Cluster": {
        sent: "2026-11-28T17:43:47Z/1",
        acked: "2026-11-28T17:43:47Z/1",
        sentTime: "2026-11-28T17:46:15Z",
      },
      "type.googleapis.com/envoy.config.listener.v3.Listener": {
        sent: "2026-11-28T17:43:47Z/2",
        acked: "2026-11-28T17:43:47Z/2",
        sentTime: "2026-11-28T17:46:15Z",
      },
    },
  },
  {
    cluster_id: "Kubernetes",
    proxy: "waypoint-5dfd5c6c4c-zm6fx.team-b",
    proxy_type: "waypoint",
    istio_version: "1.31.2",
    cluster_sent: "2026-11-28T17:43:47Z/3",
    cluster_acked: "2026-11-28T17:43:47Z/3",
    listener_sent: "2026-11-28T17:43:47Z/4",
    listener_acked: "2026-11-28T17:43:47Z/4",
    resources: {
      "type.googleapis.com/envoy.config.cluster.v3.Cluster": {
        sent: "2026-11-28T17:43:47Z/3",
        acked: "2026-11-28T17:43:47Z/3",
        sentTime: "2026-11-28T17:46:15Z",
      },
      "type.googleapis.com/envoy.config.listener.v3.Listener": {
        sent: "2026-11-28T17:43:47Z/4",
        acked: "2026-11-28T17:43:47Z/4",
        sentTime: "2026-11-28T17:46:15Z",
      },
    },
  },
  {
    cluster_id: "Kubernetes",
    proxy: "ztunnel-55srz.ztunnel",
    proxy_type: "ztunnel",
    istio_version: "1.31.2",
    resources: {
      "type.googleapis.com/istio.security.Authorization": {
        sent: "2026-11-28T17:43:47Z/5",
        acked: "2026-11-28T17:43:47Z/5",
        sentTime: "2026-11-28T17:46:15Z",
      },
      "type.googleapis.com/istio.workload.Address": {
        sent: "2026-11-28T17:43:47Z/6",
        acked: "2026-11-28T17:43:47Z/6",
        sentTime: "2026-11-28T17:46:15Z",
      },
    },
  },
  {
    cluster_id: "Kubernetes",
    proxy: "nack-1.team-b",
    proxy_type: "sidecar",
    istio_version: "1.31.2",
    cluster_sent: "2026-11-28T17:43:47Z/7",
    listener_sent: "2026-11-28T17:43:47Z/8",
    resources: {
      "type.googleapis.com/envoy.config.cluster.v3.Cluster": {
        sent: "2026-11-28T17:43:47Z/7",
        sentTime: "2026-11-28T17:46:15Z",
        lastError: "not taken",
      },
      "type.googleapis.com/envoy.config.listener.v3.Listener": {
        sent: "2026-11-28T17:43:47Z/8",
        sentTime: "2026-11-28T17:46:15Z",
        lastError: "not taken",
      },
    },
  },
  {
    cluster_id: "Kubernetes",
    proxy: "mute-1.team-b",
    proxy_type: "sidecar",
    istio_version: "1.31.2",
    cluster_sent: "2026-11-28T17:43:47Z/9",
    listener_sent: "2026-11-28T17:43:47Z/10",
    resources: {
      "type.googleapis.com/envoy.config.cluster.v3.Cluster": {
        sent: "2026-11-28T17:43:47Z/9",
        sentTime: "2026-11-28T17:46:15Z",
      },
      "type.googleapis.com/envoy.config.listener.v3.Listener": {
        sent: "2026-11-28T17:43:47Z/10",
        sentTime: "2026-11-28T17:46:15Z",
      },
    },
  },
];

/** The same of the second replica, without its `resources`: a proxy of another cluster, and those that name a version in other ways, or none. */
export const istiodB: readonly object[] = [
  {
    cluster_id: "east",
    proxy: "far-1.edge",
    proxy_type: "sidecar",
    istio_version: "1.27.3",
    cluster_sent: "2026-11-28T17:43:47Z/1",
    cluster_acked: "2026-11-28T17:43:47Z/1",
    listener_sent: "2026-11-28T17:43:47Z/2",
    listener_acked: "2026-11-28T17:43:47Z/2",
  },
  {
    cluster_id: "Kubernetes",
    proxy: "dev-1.legacy",
    proxy_type: "sidecar",
    istio_version: "1.28-alpha.3a2b",
    cluster_sent: "2026-11-28T17:43:47Z/3",
    cluster_acked: "2026-11-28T17:43:47Z/3",
    listener_sent: "2026-11-28T17:43:47Z/4",
    listener_acked: "2026-11-28T17:43:47Z/4",
  },
  {
    cluster_id: "Kubernetes",
    proxy: "none-1.legacy",
    proxy_type: "sidecar",
    cluster_sent: "2026-11-28T17:43:47Z/5",
    cluster_acked: "2026-11-28T17:43:47Z/5",
    listener_sent: "2026-11-28T17:43:47Z/6",
    listener_acked: "2026-11-28T17:43:47Z/6",
  },
  {
    cluster_id: "Kubernetes",
    proxy: "old-1.legacy",
    proxy_type: "sidecar",
    istio_version: "1.28.7",
    cluster_sent: "2026-11-28T17:43:47Z/7",
    cluster_acked: "2026-11-28T17:43:47Z/7",
    listener_sent: "2026-11-28T17:43:47Z/8",
    listener_acked: "2026-11-28T17:43:47Z/8",
  },
  {
    cluster_id: "Kubernetes",
    proxy: "u-1.legacy",
    proxy_type: "sidecar",
    istio_version: "unknown",
    cluster_sent: "2026-11-28T17:43:47Z/9",
    cluster_acked: "2026-11-28T17:43:47Z/9",
    listener_sent: "2026-11-28T17:43:47Z/10",
    listener_acked: "2026-11-28T17:43:47Z/10",
  },
  {
    cluster_id: "Kubernetes",
    proxy: "v-1.legacy",
    proxy_type: "sidecar",
    istio_version: "1.30.2-ossm.1",
    cluster_sent: "2026-11-28T17:43:47Z/11",
    cluster_acked: "2026-11-28T17:43:47Z/11",
    listener_sent: "2026-11-28T17:43:47Z/12",
    listener_acked: "2026-11-28T17:43:47Z/12",
  },
];

/** A replica with ENABLE_DEBUG_ON_HTTP=false: so printed, and ended with 0. */
export const debugOff = "404 page not found\n\n";

/** A replica with nobody. */
export const nobody = "[]\n";

/** `istioctl proxy-status` of both. */
export const statusA = `NAME                                 CLUSTER        ISTIOD     VERSION     SUBSCRIBED TYPES
gw-6c9f7d-x2x4z.edge                 Kubernetes     a          1.31.2      2 (CDS,LDS)
mute-1.team-b                        Kubernetes     a          1.31.2      2 (CDS,LDS)
nack-1.team-b                        Kubernetes     a          1.31.2      2 (CDS,LDS)
shop-5d9c7f9d8b-abcde.team-b         Kubernetes     a          1.31.2      2 (CDS,LDS)
waypoint-5dfd5c6c4c-zm6fx.team-b     Kubernetes     a          1.31.2      2 (CDS,LDS)
ztunnel-55srz.ztunnel                Kubernetes     a          1.31.2      2 (WADS,WDS)
`;

export const statusB = `NAME                      CLUSTER        ISTIOD     VERSION             SUBSCRIBED TYPES
dev-1.legacy              Kubernetes     b          1.28-alpha.3a2b     2 (CDS,LDS)
far-1.edge                east           b          1.27.3              2 (CDS,LDS)
none-1.legacy             Kubernetes     b                              2 (CDS,LDS)
old-1.legacy              Kubernetes     b          1.28.7              2 (CDS,LDS)
u-1.legacy                Kubernetes     b          unknown             2 (CDS,LDS)
v-1.legacy                Kubernetes     b          1.30.2-ossm.1       2 (CDS,LDS)
ztunnel-74ftt.ztunnel     Kubernetes     b          1.31.2              2 (WADS,WDS)
`;

/** With `--verbosity 1`. */
export const statusA1 = `NAME                                 CLUSTER        CDS             ECDS        EDS         LDS             RDS         WADS            WDS             ISTIOD     VERSION
gw-6c9f7d-x2x4z.edge                 Kubernetes     SYNCED (3s)     IGNORED     IGNORED     SYNCED (3s)     IGNORED     IGNORED         IGNORED         a          1.31.2
mute-1.team-b                        Kubernetes     STALE (3s)      IGNORED     IGNORED     STALE (3s)      IGNORED     IGNORED         IGNORED         a          1.31.2
nack-1.team-b                        Kubernetes     ERROR (3s)      IGNORED     IGNORED     ERROR (3s)      IGNORED     IGNORED         IGNORED         a          1.31.2
shop-5d9c7f9d8b-abcde.team-b         Kubernetes     SYNCED (3s)     IGNORED     IGNORED     SYNCED (3s)     IGNORED     IGNORED         IGNORED         a          1.31.2
waypoint-5dfd5c6c4c-zm6fx.team-b     Kubernetes     SYNCED (3s)     IGNORED     IGNORED     SYNCED (3s)     IGNORED     IGNORED         IGNORED         a          1.31.2
ztunnel-55srz.ztunnel                Kubernetes     IGNORED         IGNORED     IGNORED     IGNORED         IGNORED     SYNCED (3s)     SYNCED (3s)     a          1.31.2
`;
