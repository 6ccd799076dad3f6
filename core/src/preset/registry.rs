//! All presets, sorted by id: one line each. Help, documentation and command line follow this list.

use super::{Preset, presets};

macro_rules! registry {
    ($($file:ident,)*) => {
        /// All presets, sorted by id.
        pub static PRESETS: &[&Preset] = &[$(&presets::$file::PRESET),*];

        /// The pages of [`PRESETS`], in the same order.
        ///
        /// Apart from them, because a program that shows no page is then linked without any.
        pub(super) static PAGES: &[&str] =
            &[$(include_str!(concat!("presets/", stringify!($file), ".md"))),*];
    };
}

registry! {
    p01_default_deny_ingress,
    p02_default_deny_egress,
    p03_default_deny_all,
    p04_default_deny_all_with_dns,
    p05_deny_ingress_to_app,
    p06_deny_egress_from_app,
    p07_quarantine,
    p08_allow_all_ingress,
    p09_allow_all_egress,
    p10_namespace_isolation,
    p11_namespace_isolation_both_ways,
    p12_tenant_isolation,
    p13_openshift_multitenant,
    p14_allow_from_app,
    p15_allow_from_several_apps,
    p16_allow_from_namespace,
    p17_allow_from_app_in_namespace,
    p18_allow_from_all_namespaces,
    p19_allow_port,
    p20_allow_port_range,
    p21_pair,
    p22_three_tier,
    p23_allow_to_app,
    p24_egress_within_namespace,
    p25_egress_within_cluster,
    p26_peer_cluster,
    p27_database,
    p28_job_egress_only,
}
