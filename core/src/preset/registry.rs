//! All presets, sorted by id: one line each. Help, documentation and command line follow this list.

use super::{Preset, presets};

/// All presets, sorted by id.
pub static PRESETS: &[&Preset] = &[
    &presets::p01_default_deny_ingress::PRESET,
    &presets::p02_default_deny_egress::PRESET,
    &presets::p03_default_deny_all::PRESET,
    &presets::p04_default_deny_all_with_dns::PRESET,
    &presets::p05_deny_ingress_to_app::PRESET,
    &presets::p06_deny_egress_from_app::PRESET,
    &presets::p07_quarantine::PRESET,
    &presets::p08_allow_all_ingress::PRESET,
    &presets::p09_allow_all_egress::PRESET,
    &presets::p10_namespace_isolation::PRESET,
    &presets::p11_namespace_isolation_both_ways::PRESET,
    &presets::p12_tenant_isolation::PRESET,
    &presets::p13_openshift_multitenant::PRESET,
    &presets::p14_allow_from_app::PRESET,
    &presets::p15_allow_from_several_apps::PRESET,
    &presets::p16_allow_from_namespace::PRESET,
    &presets::p17_allow_from_app_in_namespace::PRESET,
    &presets::p18_allow_from_all_namespaces::PRESET,
    &presets::p19_allow_port::PRESET,
    &presets::p20_allow_port_range::PRESET,
    &presets::p21_pair::PRESET,
    &presets::p22_three_tier::PRESET,
    &presets::p23_allow_to_app::PRESET,
    &presets::p24_egress_within_namespace::PRESET,
    &presets::p25_egress_within_cluster::PRESET,
    &presets::p26_peer_cluster::PRESET,
    &presets::p27_database::PRESET,
    &presets::p28_job_egress_only::PRESET,
];
